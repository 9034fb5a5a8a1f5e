"""What evaluation offers to "Pekerjaan saya", to navigation and to the public home."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from caruban.evaluation.models import Assessment
from caruban.evaluation.names import index_name, predicate_name
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.assessments import latest as latest_of
from caruban.evaluation.queries.assessments import seen
from caruban.evaluation.queries.index import indices_of
from caruban.evaluation.queries.tasks import Addresses, tasks_of
from caruban.evaluation.rules.index import Index
from caruban.kernel.access import may, visible
from caruban.kernel.actors import Actor, Guest
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.tiles.interface import (
    Command,
    Highlight,
    Link,
    Task,
    commands,
    highlights,
    links,
    tasks,
)
from caruban.kernel.web.formats import score

SHOWN = 6  # figures on the public home, at most


@tasks
def to_do(actor: Actor, *, on: date) -> Iterable[Task]:
    """Give what waits for an actor in evaluations."""
    return tasks_of(actor, on=on)


@links
def places(actor: Actor) -> Iterator[Link]:
    """Give the index of the reader's own institutions, what is under way there, all, and rules."""
    for institution in _with_running(actor):
        address = reverse("evaluation:institution", args=[institution.region_code])
        yield Link(_("Indeks SPBE"), address, icon="gauge", letter="i")
        yield from _under_way(institution, actor)
    everywhere = reverse("evaluation:institutions")
    yield Link(_("Semua instansi"), everywhere, icon="landmark", letter="s")
    yield Link(pgettext("several", "Instrumen"), reverse("evaluation:instruments"), icon="scale")


def _under_way(institution: Organisation, actor: Actor) -> Iterator[Link]:
    """Give the process of the evaluation under way; without one, where one is opened."""
    if institution.running is not None:  # type: ignore[attr-defined]
        rows = Assessment.objects.select_related("institution", "instrument")
        one = rows.defer("instrument__document").get(pk=institution.running)  # type: ignore[attr-defined]
        address = Addresses.read().of("process", one)
        yield Link(_("Evaluasi berjalan"), address, icon="list-checks", letter="e")
    elif may(actor, EvaluationPermission.OPEN, institution):
        address = reverse("evaluation:open", args=[institution.region_code])
        yield Link(_("Buka evaluasi"), address, icon="plus")


def _with_running(actor: Actor) -> Iterable[Organisation]:
    """Give the reader's own institutions, each with the key of its evaluation under way or None."""
    rows = visible(Assessment, to=actor, permission=EvaluationPermission.READ)
    running = rows.filter(institution=OuterRef("pk")).exclude(state=Assessment.State.FINAL)
    return _own_institutions(actor).annotate(running=Subquery(running.values("pk")[:1]))


def _own_institutions(actor: Actor) -> QuerySet[Organisation]:
    if not actor.is_authenticated:
        return Organisation.objects.none()
    paths = {one.institution_path for one in actor.holdings if one.institution_path}  # type: ignore[union-attr]
    return Organisation.objects.filter(path__in=paths).exclude(region_code="").order_by("name")


@commands
def begun(actor: Actor) -> Iterator[Command]:
    """Give what an actor can begin in evaluations of their own institutions."""
    for institution in _own_institutions(actor):
        if may(actor, EvaluationPermission.OPEN, institution):
            address = reverse("evaluation:open", args=[institution.region_code])
            yield Command(_("Buka evaluasi"), address, _("mulai penilaian baru"))
        latest = latest_of(institution, by=actor)
        if latest is not None:
            yield from _begun_with(latest, actor)


def _begun_with(one: Assessment, actor: Actor) -> Iterator[Command]:
    """Give what can be begun with an evaluation: try levels, look for a path, set targets."""
    to = Addresses.read()
    yield Command(_("Coba simulasi indeks"), to.of("whatif", one), _("andai hitung"), "gauge")
    if may(actor, EvaluationPermission.READ, one):
        yield Command(_("Cari jalur ke target"), to.of("path", one), _("rencana termurah"), "route")
    if may(actor, EvaluationPermission.SET_TARGET, one):
        yield Command(_("Tetapkan target"), to.of("targets", one), _("sasaran tahun"), "target")


@highlights
def figures(*, on: date) -> Iterator[Highlight]:
    """Give the latest official index of each institution, the latest year first."""
    finals = seen(Guest()).filter(state=Assessment.State.FINAL)
    latest: dict[int, Assessment] = {}
    for one in finals.iterator():
        latest.setdefault(one.institution_id, one)
        if len(latest) == SHOWN:
            break
    shown = list(latest.values())
    indices = indices_of(shown)
    for one in shown:
        yield _figure(one, indices[one.pk])


def _figure(assessment: Assessment, index: Index) -> Highlight:
    content = assessment.instrument.content
    address = reverse(
        "evaluation:index", args=[assessment.institution.region_code, assessment.year]
    )
    note = _("skala 1 sampai 5")
    if assessment.provenance == Assessment.Provenance.RECONSTRUCTED:
        note = _("skala 1 sampai 5; tingkat per indikator direkonstruksi")
    return Highlight(
        title=_("%(index)s %(institution)s %(year)s")
        % {
            "index": index_name(content),
            "institution": assessment.institution,
            "year": assessment.year,
        },
        figure=score(index.printed),
        url=address,
        word=predicate_name(index.predicate),
        level=content.predicates.index(index.predicate) + 1,
        note=note,
    )
