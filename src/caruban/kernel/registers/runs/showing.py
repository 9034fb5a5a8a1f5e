"""A run and its lines in words: how a state looks, what its outcomes are called, what changes."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from caruban.kernel.actors import Actor
from caruban.kernel.registers import queries
from caruban.kernel.registers.imports.mending import reason
from caruban.kernel.registers.kinds import NoSuchField
from caruban.kernel.registers.register import REGISTERS, address_of, field_of
from caruban.kernel.registers.runs.models import Line, Run

Outcome = Line.Outcome
BULK = frozenset({Run.Kind.EDIT, Run.Kind.ACT, Run.Kind.REMOVE})
LOOKS_OF_STATES = {
    Run.State.MAPPING: "warn", Run.State.CHECKING: "info", Run.State.READY: "warn",
    Run.State.WORKING: "info", Run.State.DONE: "good", Run.State.REFUSED: "bad",
    Run.State.CANCELLED: "idle", Run.State.FAILED: "bad",
}  # fmt: skip
LOOKS = {
    Outcome.CREATE: "good", Outcome.CHANGE: "info", Outcome.DONE: "good", Outcome.SAME: "idle",
    Outcome.REFUSED: "bad", Outcome.SKIPPED: "warn", Outcome.WAITING: "idle",
}  # fmt: skip
BEFORE = {  # of an import that is not done: what would become of rows
    Outcome.CREATE: gettext_lazy("akan dibuat"),
    Outcome.CHANGE: gettext_lazy("akan diubah"),
}
DOES = {  # what becomes of a record in a bulk change: before it is done, and then
    Run.Kind.EDIT: (gettext_lazy("akan diubah"), gettext_lazy("diubah")),
    Run.Kind.ACT: (gettext_lazy("akan dikerjakan"), gettext_lazy("dikerjakan")),
    Run.Kind.REMOVE: (gettext_lazy("akan dihapus"), gettext_lazy("dihapus")),
}


@dataclass(frozen=True)
class Shown:
    """A line of a run for people: its sentences of refusal, or what changes."""

    line: Line
    word: str
    look: str
    address: str
    reasons: list[str]
    changes: list[dict[str, str]]


def look_of(run: Run) -> str:
    """Give how the state of a run looks, for `ui.state`."""
    return LOOKS_OF_STATES[Run.State(run.state)]


def state_word(run: Run) -> str:
    """Give what the state of a run is called: an import with refused rows waits to be mended."""
    return _("perlu diperbaiki") if must_be_mended(run) else run.get_state_display()


def must_be_mended(run: Run) -> bool:
    """Say whether refused rows keep an import from being saved."""
    is_ready = run.state == Run.State.READY and run.kind == Run.Kind.IMPORT
    return is_ready and run.count(Outcome.REFUSED) > 0


def first_looked_at(run: Run) -> str:
    """Give the outcome whose lines are shown first: what is to be mended; "" for all."""
    return str(Outcome.REFUSED) if must_be_mended(run) else ""


def word_of(run: Run, outcome: str) -> str:
    """Give what an outcome is called in the present state of a run."""
    if run.kind in BULK and outcome in {Outcome.CHANGE, Outcome.DONE}:
        return str(DOES[Run.Kind(run.kind)][outcome == Outcome.DONE])
    is_done = run.state == Run.State.DONE or run.kind != Run.Kind.IMPORT
    label = Outcome(outcome).label
    return str(label if is_done else BEFORE.get(Outcome(outcome), label))


def counted(run: Run, counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """Give each outcome that there is, its word, and how many lines have it."""
    return [(str(one), word_of(run, one), counts[one]) for one in Outcome if counts.get(one)]


def confirm_word(run: Run) -> str:
    """Give the word on the button that does what the preview shows."""
    many = run.count(Outcome.CREATE, Outcome.CHANGE)
    if run.kind == Run.Kind.REMOVE:
        return ngettext("Hapus %(num)s catatan", "Hapus %(num)s catatan", many) % {"num": many}
    if run.kind == Run.Kind.ACT:
        return _("%(act)s: %(num)s catatan") % {"act": run.asked.get("title", ""), "num": many}
    return ngettext("Simpan %(num)s catatan", "Simpan %(num)s catatan", many) % {"num": many}


def shown(run: Run, lines: Sequence[Line], *, by: Actor) -> list[Shown]:
    """Write lines for people; those whose record `by` may open lead there."""
    places = _addresses(run, lines, by)
    return [_shown(run, one, places.get(one.record or 0, "")) for one in lines]


def _shown(run: Run, line: Line, address: str) -> Shown:
    is_refused = line.outcome in {Outcome.REFUSED, Outcome.SKIPPED}
    return Shown(
        line,
        word_of(run, line.outcome),
        LOOKS[Outcome(line.outcome)],
        address,
        [reason(*one) for one in line.told] if is_refused else [],
        [] if is_refused else [_change(run, *one) for one in line.told],
    )


def _change(run: Run, name: str, before: str, after: str) -> dict[str, str]:
    try:
        label = str(field_of(run.of, name).label)
    except (LookupError, NoSuchField):
        label = name
    return {"label": label, "before": before, "after": after}


def _addresses(run: Run, lines: Sequence[Line], by: Actor) -> dict[int, str]:
    if run.register not in REGISTERS:
        return {}
    numbers = [one.record for one in lines if one.record is not None]
    found: dict[int, str] = {}
    for record in queries.rows(run.of, by=by).filter(pk__in=numbers):
        with suppress(NoReverseMatch):
            found[record.pk] = address_of(record)
    return found
