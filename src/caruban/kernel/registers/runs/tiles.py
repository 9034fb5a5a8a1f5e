"""Runs that wait for whoever began them, in "Pekerjaan saya"."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor
from caruban.kernel.registers.imports.views import page_of
from caruban.kernel.registers.runs.models import Run
from caruban.kernel.registers.runs.queries import runs_of
from caruban.kernel.registers.runs.showing import state_word
from caruban.kernel.tiles.interface import Task, tasks

WAITING = (Run.State.MAPPING, Run.State.READY)


@tasks
def to_go_on(actor: Actor, *, on: date) -> Iterator[Task]:
    """Lead to what waits for columns, or for a word, before anything is saved."""
    for run in runs_of(actor).filter(state__in=WAITING):
        yield Task(
            title=_("Lanjutkan %(run)s") % {"run": run},
            why=state_word(run),
            url=page_of(run),
            verb=_("Lanjutkan"),
            key=f"register_runs.{run.pk}",
        )
