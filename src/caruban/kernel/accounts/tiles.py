from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from caruban.kernel.access import may
from caruban.kernel.accounts.permissions import AccountPermission
from caruban.kernel.actors import Actor
from caruban.kernel.tiles.interface import Link, links


@links
def places(actor: Actor) -> Iterator[Link]:
    """Lead who watches over people to what happened at the door, and to who stands in for whom."""
    if may(actor, AccountPermission.READ):
        yield Link(_("Plt. dan Plh."), reverse("acting_officials"), icon="user-check")
    if may(actor, AccountPermission.WATCH):
        yield Link(_("Riwayat masuk"), reverse("sign_ins"), icon="history")
