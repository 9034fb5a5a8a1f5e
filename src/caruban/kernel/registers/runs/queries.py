"""What pages read of runs: one's own, their lines, what came of them."""

from django.db.models import Count, QuerySet
from django.http import Http404

from caruban.kernel.actors import Actor
from caruban.kernel.registers.register import REGISTERS, RegisterType
from caruban.kernel.registers.runs.models import Line, Run

PAGE = 50  # lines on a page


def runs_of(by: Actor, *, register: RegisterType | None = None) -> QuerySet[Run]:
    """Give the runs that `by` began, the latest first; not those of a register that is gone."""
    found = Run.objects.filter(by_id=by.pk, register__in=REGISTERS)
    found = found if by.pk is not None else found.none()
    return found.filter(register=register.name) if register is not None else found


def run_or_404(pk: int, *, by: Actor) -> Run:
    """Give a run of one's own; that of somebody else is not there (Http404)."""
    found = runs_of(by).filter(pk=pk).first()
    if found is None:
        raise Http404(Run._meta.verbose_name)
    found.by = by  # type: ignore[assignment]  # one's own: whoever reads it is who began it
    return found


def counts_of(run: Run) -> dict[str, int]:
    """Give how many lines have each outcome."""
    counted = Line.objects.filter(run=run).values_list("outcome").annotate(many=Count("pk"))
    return dict(counted.order_by())


def lines_of(run: Run, *, outcome: str = "", after: int = 0) -> list[Line]:
    """Give a page of lines behind a number, in order; one more than a page where there is more."""
    found = Line.objects.filter(run=run, number__gt=after)
    if outcome:
        found = found.filter(outcome=outcome)
    return list(found.order_by("number")[: PAGE + 1])
