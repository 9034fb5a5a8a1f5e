"""The steps of a run: begun, sent to the worker, confirmed, cancelled, ended; each happens once."""

from collections.abc import Mapping
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.utils import timezone

from caruban.kernel.accounts.models import User
from caruban.kernel.actions import acting
from caruban.kernel.actors import Actor, key_of
from caruban.kernel.events.stream import emit
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.registers.runs.events import RunEnded
from caruban.kernel.registers.runs.files import keep
from caruban.kernel.registers.runs.models import Line, Run
from caruban.kernel.registers.runs.progress import Stopped

State = Run.State


def begin(
    register: RegisterType,
    kind: Run.Kind,
    *,
    by: Actor,
    state: Run.State,
    asked: Mapping[str, Any],
    file: BinaryIO | None = None,
    digest: str = "",
) -> tuple[Run, bool]:
    """Begin a run; give it, and whether it is new.

    digest   of the file: while the same one is under way for its reader, that run is given
    """
    try:
        with transaction.atomic():
            run = Run.objects.create(
                register=register.name, kind=kind, by_id=key_of(by), state=state,
                asked=dict(asked), digest=digest,
            )  # fmt: skip
            if file is not None:
                keep(run, file)
            return run, True
    except IntegrityError:
        held = Run.objects.filter(
            register=register.name, by_id=key_of(by), digest=digest, state__in=Run.OPEN
        ).first()
        if held is None or not digest:
            raise
        return held, False


def go(run: Run, *states: Run.State, to: Run.State, **values: Any) -> bool:
    """Bring a run from one of some states to another; say whether it was in one of them.

    Of two who try it at once, one does.
    """
    anew = {"tries": 0, "done": 0} if to in Run.BUSY else {}
    fields = {"state": to, **anew, **values}
    if to not in Run.OPEN:
        fields.setdefault("ended_at", timezone.now())
    moved = Run.objects.filter(pk=run.pk, state__in=states).update(**fields)
    if moved:
        run.refresh_from_db()
    return bool(moved)


def cancel(run: Run) -> bool:
    """Stop a run where it is; what a bulk change has done already stays done."""
    return go(run, *Run.OPEN, to=State.CANCELLED)


def end(
    run: Run, to: Run.State, *, said: str = "", counts: Mapping[str, int] | None = None
) -> None:
    """End the stage under way; whoever began it and left is told. Raises Stopped."""
    values: dict[str, Any] = {"said": said, "done": run.done}
    if counts is not None:
        values["counts"] = dict(counts)
    with transaction.atomic():
        if not go(run, Run.State(run.state), to=to, **values):
            raise Stopped
        if not run.is_watched:
            with acting(User.objects.system()):
                emit(RunEnded(subject=run, outcome=State(to).label))


def forget_lines(run: Run) -> None:
    """Take away what an earlier look at the file found."""
    lines = Line.objects.filter(run=run)
    lines._raw_delete(lines.db)  # noqa: SLF001 (nothing refers to lines, so none need be read)
