"""The worker's side of runs: the stage that a run waits for is done, again after a kill."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caruban.kernel.jobs import job
from caruban.kernel.registers.bulk.working import look, work_off
from caruban.kernel.registers.exports.working import gather
from caruban.kernel.registers.imports.checking import check
from caruban.kernel.registers.imports.committing import commit
from caruban.kernel.registers.runs.actions import end, forget_lines
from caruban.kernel.registers.runs.models import Part, Run
from caruban.kernel.registers.runs.progress import Stopped, alone

Kind, State = Run.Kind, Run.State
STAGES: dict[tuple[str, str], Callable[[Run], None]] = {
    (Kind.IMPORT, State.CHECKING): check,
    (Kind.IMPORT, State.WORKING): commit,
    **{(kind, State.CHECKING): look for kind in (Kind.EDIT, Kind.ACT, Kind.REMOVE)},
    **{(kind, State.WORKING): work_off for kind in (Kind.EDIT, Kind.ACT, Kind.REMOVE)},
    (Kind.EXPORT, State.WORKING): gather,
}
MOST_TRIES = 5  # that a stage is begun: what takes its worker with it again and again is given up
KEPT = timedelta(days=30)  # a run with its file and lines, after its last step

logger = logging.getLogger("caruban.registers")


@job(queue="imports", title=gettext_lazy("Mengerjakan impor, perubahan massal, dan ekspor"))
def work(run: int) -> str:
    """Do the stage that a run waits for; give the state that it is in then.

    Safe to run twice, side by side, or after a kill: one at a time has the run, and each stage
    either is one transaction, begins anew, or goes on behind the last record that it did.
    """
    found = Run.objects.select_related("by").filter(pk=run).first()
    if found is None:
        return "gone"
    with alone(found, wait=True):
        found.refresh_from_db()
        _do(found)
    return found.state


def work_here(run: Run) -> None:
    """Do the stage of a small run in the request of whoever began it, unless a worker has it.

    Its job is in the queue all the same: should this process die, the worker goes on.
    """
    with alone(run, wait=False) as has_it:
        if has_it:
            run.refresh_from_db()
            run.is_watched = True
            try:
                _do(run)
            except Exception:
                logger.exception("run %d is left to the worker", run.pk)
    run.refresh_from_db()


@job(queue="upkeep", every="50 19 * * *", title=gettext_lazy("Membuang proses data yang lama"))
def forget(timestamp: int) -> int:
    """Forget runs 30 days after their last step, with their files; give how many (02.50 WIB)."""
    old = Run.objects.filter(made_at__lt=timezone.now() - KEPT)
    gone = 0
    for run in old.exclude(ended_at__gt=timezone.now() - KEPT).exclude(state__in=Run.BUSY):
        with transaction.atomic():
            forget_lines(run)
            Part.objects.filter(run=run).delete()
            run.delete()
        gone += 1
    return gone


def _do(run: Run) -> None:
    stage = STAGES.get((run.kind, run.state))
    if stage is None:  # done already, or cancelled
        return
    Run.objects.filter(pk=run.pk).update(tries=F("tries") + 1)
    run.tries += 1
    state = run.state
    try:
        with translation.override(language_of(run)):
            (stage if run.tries <= MOST_TRIES else _given_up)(run)
    except Stopped:
        logger.info("run %d was stopped", run.pk)
    except Exception:
        run.state = state
        if run.tries < MOST_TRIES:
            raise
        logger.exception("run %d failed", run.pk)
        end(run, State.FAILED, said=_("Gangguan di sistem. Coba lagi, atau hubungi pengelola."))
    run.refresh_from_db()


def _given_up(run: Run) -> None:
    """Fail a run that died with its worker each time."""
    raise RuntimeError(f"run {run.pk} was begun {MOST_TRIES} times")


def language_of(run: Run) -> str:
    """Give the language in which whoever began a run reads it."""
    return str(run.asked.get("language") or getattr(run.by, "language", "") or "id")
