"""Registers in the navigation: those of a domain there, one's own work, all behind "Data"."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor
from caruban.kernel.registers.lists.index import readable_registers
from caruban.kernel.registers.lists.shapes import place
from caruban.kernel.registers.queries import may_do
from caruban.kernel.tiles.interface import Found, Link, finders, links


@links
def places(actor: Actor) -> Iterator[Link]:
    """Lead to registers whoever signed in; a guest finds what is open where it is spoken of.

    A register of a domain stands there. Of the others only those that the reader fills or changes
    stand for themselves: so the navigation stays short, and an operator has users at hand.
    """
    if not actor.is_authenticated:
        return
    found = readable_registers(actor)
    if not found:
        return
    yield Link(_("Data"), reverse("registers:index"), icon="layers", letter="d")
    for one in found:
        keeps = any(may_do(one, verb, by=actor) for verb in ("creates", "changes"))
        if one.domain or (one.icon and keeps):
            yield Link(str(one.title), place(one), icon=one.icon, domain=one.domain)


@finders
def registers(actor: Actor, words: str, *, limit: int) -> Iterator[Found]:
    """Find the registers that are called so: those too that do not stand in the navigation."""
    for one in readable_registers(actor):
        if words.casefold() in str(one.title).casefold():
            yield Found(str(one.title), place(one), _("Data"), one.icon or "table-2")
