"""The pages of one's account: each module says in its `account_pages.py` which it has.

    from caruban.kernel.accounts.pages import AccountPage, offer

    offer(AccountPage(_("Token akses"), "tokens:own", _("Kunci untuk program Anda."), "key-round"))

The account page shows them in the order of `place`; a page without a reader's right is not shown.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

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
    place         where it stands: ours are 10 to 60; what says nothing comes after
    fits          whether it is shown to somebody
    """

    title: Words
    name: str
    description: Words
    icon: str
    place: int = 100
    fits: Callable[[Actor], bool] = always

    @property
    def url(self) -> str:
        """Give its address."""
        return reverse(self.name)


PAGES: list[AccountPage] = []


def offer(page: AccountPage) -> AccountPage:
    """Add a page to everyone's account; the same one comes once."""
    if page.name not in {one.name for one in PAGES}:
        PAGES.append(page)
    return page


def pages_of(actor: Actor) -> list[AccountPage]:
    """Give the pages of somebody's account, in their order."""
    return sorted((page for page in PAGES if page.fits(actor)), key=lambda page: page.place)
