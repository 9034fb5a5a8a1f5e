"""The operator's page in the navigation."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from caruban.kernel.access import may
from caruban.kernel.actors import Actor
from caruban.kernel.operations.permissions import OperationsPermission
from caruban.kernel.tiles.interface import Link, links


@links
def places(actor: Actor) -> Iterator[Link]:
    """Lead to the operator's page whoever may read it."""
    if may(actor, OperationsPermission.READ):
        yield Link(_("Operasi"), reverse("operations:overview"), icon="settings")
