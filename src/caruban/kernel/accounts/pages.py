"""The pages of one's account: each module says in its `account_pages.py` which it has.

    from caruban.kernel.accounts.pages import AccountPage, offer

    offer(AccountPage(_("Token akses"), "tokens:own", _("Kunci untuk program Anda."), "key-round"))

The account page shows them by group, in the order of `place`; a page without a
reader's right is not shown.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caruban.kernel.actors import Actor

Words = str | Promise


def always(_actor: Actor) -> bool:
    """Say yes: what everyone has."""
    return True


@dataclass(frozen=True)
class AccountPage:
    """One page of an account.

    title         what it is called, in the menu and as its head
    name          the name of its address, "tokens:own"
    description   a sentence: what is done there
    icon          a name of the sprite (`kernel/web/icons.txt`)
    place         where it stands in its group; what says nothing comes last
    group         a key of GROUPS, under whose head it stands
    fits          whether it is shown to somebody
    """

    title: Words
    name: str
    description: Words
    icon: str
    place: int = 100
    group: str = "work"
    fits: Callable[[Actor], bool] = always

    @property
    def url(self) -> str:
        """Give its address."""
        return reverse(self.name)


PAGES: list[AccountPage] = []
GROUPS: dict[str, Words] = {
    "self": _("Data dan tampilan"),
    "safety": _("Keamanan"),
    "work": _("Pemberitahuan dan program lain"),
}


def offer(page: AccountPage) -> AccountPage:
    """Add a page to everyone's account; the same one comes once."""
    if page.name not in {one.name for one in PAGES}:
        PAGES.append(page)
    return page


def pages_of(actor: Actor) -> list[AccountPage]:
    """Give the pages of somebody's account, in their order."""
    return sorted((page for page in PAGES if page.fits(actor)), key=lambda page: page.place)


def grouped(pages: list[AccountPage]) -> list[tuple[Words, list[AccountPage]]]:
    """Give pages under the heads of their groups; a group without any is left out."""
    parts = [(title, [one for one in pages if one.group == name]) for name, title in GROUPS.items()]
    return [(title, own) for title, own in parts if own]
