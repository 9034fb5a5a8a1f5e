"""The tokens of an institution's people, in the navigation of who supervises them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from caruban.kernel.access import may
from caruban.kernel.actors import Actor
from caruban.kernel.tiles.interface import Link, links
from caruban.kernel.tokens.permissions import TokenPermission


@links
def places(actor: Actor) -> Iterator[Link]:
    """Lead to the list of tokens whoever may supervise them."""
    if may(actor, TokenPermission.SUPERVISE):
        yield Link(_("Token akses"), reverse("tokens:supervised"), icon="key-round")
