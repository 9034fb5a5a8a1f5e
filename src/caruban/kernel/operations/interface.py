"""What a module shows to the operator, and how it says so in its `panels.py`.

    from caruban.kernel.operations.interface import Button, Panel, panel

    @panel(order=50)
    def webhooks():
        return Panel(
            title=_("Webhook"),
            state="warn",                                    # good, warn, bad or idle
            sentence=_("3 kiriman gagal. Periksa alamat penerimanya."),
            facts=((_("Menunggu"), 4), (_("Gagal"), 3)),
            url=reverse("webhooks:deliveries"), verb=_("Lihat kiriman"),
        )

Only who holds `operations.read` sees it. The sentence says how it is, and what to do when it is
not well. A panel reads; what it offers to change is a button to an address of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Words = str | Promise
State = Literal["good", "warn", "bad", "idle"]


@dataclass(frozen=True)
class Button:
    """A button of a panel: a POST to an address, which asks its own permission."""

    url: str
    label: Words


@dataclass(frozen=True)
class Panel:
    """One part of the operator's page.

    state      good, warn (look at it), bad (act), idle (not used here)
    sentence   how it is in one plain sentence, and what to do when it is not well
    facts      (label, value) as shown
    url        the page behind it, and `verb`, the words of the link there; empty for none
    """

    title: Words
    state: State
    sentence: Words
    facts: tuple[tuple[Words, object], ...] = ()
    url: str = ""
    verb: Words = ""
    buttons: tuple[Button, ...] = ()


GivesPanel = Callable[[], Panel]
PANELS: dict[str, tuple[int, GivesPanel]] = {}


def panel(*, order: int) -> Callable[[GivesPanel], GivesPanel]:
    """Have a function give a panel of the operator's page; smaller orders come first.

    The house's own take 10 to 90, in tens. Raises TypeError when the function's name is taken.
    """

    def register(giver: GivesPanel) -> GivesPanel:
        name = f"{giver.__module__}.{giver.__qualname__}"
        if name in PANELS:
            raise TypeError(f"two panels are named {name}")
        PANELS[name] = (order, giver)
        return giver

    return register
