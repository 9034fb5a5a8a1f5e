"""The steps of a bulk change: ordered, looked at, confirmed."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from caruban.kernel.access import may
from caruban.kernel.actors import Actor
from caruban.kernel.errors import Refused
from caruban.kernel.registers.bulk.orders import Order, Selection
from caruban.kernel.registers.bulk.working import MOST
from caruban.kernel.registers.chosen import chosen
from caruban.kernel.registers.layout import Act
from caruban.kernel.registers.queries import may_do, rows
from caruban.kernel.registers.register import RegisterType, act_named, field_of
from caruban.kernel.registers.runs.actions import begin, go
from caruban.kernel.registers.runs.jobs import work, work_here
from caruban.kernel.registers.runs.models import Line, Run

State = Run.State
AT_ONCE = 200  # records that are looked at, or changed, while their reader waits


def order(register: RegisterType, wanted: Order, *, by: Actor) -> Run:
    """Begin a bulk change: it is looked at, and nothing is changed before it is confirmed.

    Refused for no record, and for more than one run bears.
    """
    many = how_many(register, wanted.selection, by=by)
    if not many:
        raise Refused(_("Pilih sedikitnya satu catatan."))
    if many > MOST:
        said = _("Paling banyak %(most)s catatan sekali ubah. Saring lebih sempit.")
        raise Refused(said % {"most": f"{MOST:,}".replace(",", ".")})
    asked = wanted.kept() | {
        "title": title_of(register, wanted), "language": translation.get_language(),
    }  # fmt: skip
    with transaction.atomic():
        run, _new = begin(register, Run.Kind(wanted.kind), by=by, state=State.CHECKING, asked=asked)
        Run.objects.filter(pk=run.pk).update(whole=many)
        work.defer(run=run.pk)
    return _here_if_few(run, many)


def confirm(run: Run) -> Run:
    """Have the records changed that the preview would change."""
    many = run.count(Line.Outcome.CHANGE)
    if not many and run.state == State.READY:
        raise Refused(_("Tidak ada catatan yang akan diubah."))
    with transaction.atomic():
        if go(run, State.READY, to=State.WORKING):
            work.defer(run=run.pk)
    return _here_if_few(run, many)


def look_again(run: Run) -> Run:
    """Look at the same selection once more."""
    with transaction.atomic():
        if go(run, State.READY, State.REFUSED, to=State.CHECKING, counts={}, ended_at=None):
            run.lines.all().delete()
            work.defer(run=run.pk)
    return _here_if_few(run, run.whole or 0)


def how_many(register: RegisterType, selection: Selection, *, by: Actor) -> int:
    """Give how many records a selection has, at most one more than a run bears."""
    if selection.everything:
        found = chosen(register, selection.query, by=by).rows
    else:
        found = rows(register, by=by).filter(pk__in=selection.ids)
    return found.order_by()[: MOST + 1].count()


def acts_in_bulk(register: RegisterType, *, by: Actor) -> list[Act]:
    """Give the actions that are offered for many records, and that `by` may take anywhere."""
    return [one for one in register.actions if one.in_bulk and may(by, one.permission)]


def is_allowed(register: RegisterType, wanted: Order, *, by: Actor) -> bool:
    """Say whether `by` may order such a thing at all; each record is asked for when it is done."""
    if wanted.kind == Run.Kind.EDIT:
        return may_do(register, "changes", by=by)
    if wanted.kind == Run.Kind.REMOVE:
        return may_do(register, "removes", by=by)
    return any(one.name == wanted.act for one in acts_in_bulk(register, by=by))


def title_of(register: RegisterType, wanted: Order) -> str:
    """Say in a word what is done, for the list of runs."""
    if wanted.kind == Run.Kind.EDIT:
        return ", ".join(str(field_of(register, name).label) for name in wanted.names)
    return str(act_named(register, wanted.act).label) if wanted.act else ""


def _here_if_few(run: Run, many: int) -> Run:
    if many <= AT_ONCE:
        work_here(run)
    else:
        run.refresh_from_db()
    return run
