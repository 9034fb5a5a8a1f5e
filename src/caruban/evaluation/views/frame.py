"""What all pages about one evaluation share: which one is meant, its tabs, its crumbs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from caruban.evaluation.models import Assessment
from caruban.evaluation.names import index_name, named
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries import assessments
from caruban.evaluation.rules.instrument import Instrument
from caruban.kernel.access import may
from caruban.kernel.actors import Actor
from caruban.kernel.permissions import Permission
from caruban.kernel.workspace.interface import keepable

CODE = re.compile(r"[-a-zA-Z0-9_]{1,60}")
TABS = (
    ("index", gettext_lazy("Ringkasan"), False),
    ("indicators", gettext_lazy("Indikator"), False),
    ("process", gettext_lazy("Proses"), True),
    ("whatif", gettext_lazy("Simulasi"), False),
    ("path", gettext_lazy("Jalur ke target"), True),
    ("targets", gettext_lazy("Target"), False),
    ("years", gettext_lazy("Bandingkan tahun"), False),
    ("notes", gettext_lazy("Catatan atas dokumen"), False),
)  # (page, title, whether only the institution's own people see it)


def actor_of(request: HttpRequest) -> Actor:
    """Give who reads."""
    return request.actor  # type: ignore[attr-defined, no-any-return]


@dataclass(frozen=True)
class Frame:
    """One evaluation, as the pages about it begin.

    asked   code of the instrument as the address names it, kept in every link; "" for none
    page    the page that is read, by its url name
    """

    assessment: Assessment
    by: Actor
    asked: str
    page: str

    @property
    def content(self) -> Instrument:
        return self.assessment.instrument.content

    @property
    def title(self) -> str:
        return _("%(index)s %(institution)s") % {
            "index": index_name(self.content),
            "institution": self.assessment.institution,
        }

    @property
    def sub(self) -> str:
        """Say by which instrument, how many indicators, and where the evaluation stands."""
        count = len(self.content.indicators)
        return ngettext(
            "%(instrument)s, %(count)d indikator. Keadaan: %(state)s.",
            "%(instrument)s, %(count)d indikator. Keadaan: %(state)s.",
            count,
        ) % {
            "instrument": self.assessment.instrument.source,
            "count": count,
            "state": self.assessment.get_state_display(),
        }

    @property
    def is_reconstructed(self) -> bool:
        return self.assessment.provenance == Assessment.Provenance.RECONSTRUCTED

    @property
    def instrument_name(self) -> str:
        return named(self.content)

    @cached_property
    def is_insider(self) -> bool:
        """Say whether the reader may see claims, proofs and judgements, not the result alone."""
        return self.may(EvaluationPermission.READ)

    def may(self, permission: Permission) -> bool:
        return may(self.by, permission, self.assessment)

    @property
    def known(self) -> dict[str, Any]:
        """Give what to ask before a page about it is shown again, among favourites for one."""
        is_final = self.assessment.state == Assessment.State.FINAL
        asked = EvaluationPermission.READ_INDEX if is_final else EvaluationPermission.READ
        return {"note": _("Evaluasi"), "subject": self.assessment, "permission": asked}

    def url(self, page: str, **query: object) -> str:
        """Give the address of a page about this evaluation, with what is asked of it."""
        return self._with(self._place(page), query)

    def deep_url(self, page: str, **further: object) -> str:
        """Give the address of a page below: of an indicator, a year, a plan."""
        return self._with(self._place(page, **further), {})

    def indicator_url(self, number: int) -> str:
        """Give where one indicator is told: its page, or for guests what the instrument asks."""
        if self.is_insider:
            return self.deep_url("indicator", number=number)
        code = self.assessment.instrument.code
        return f"{reverse('evaluation:instrument', args=[code])}#i{number}"

    def _place(self, page: str, **further: object) -> str:
        place = {"region": self.assessment.institution.region_code, "year": self.assessment.year}
        return reverse(f"evaluation:{page}", kwargs={**place, **further})

    def _with(self, address: str, query: dict[str, object]) -> str:
        params = QueryDict(mutable=True)
        if self.asked:
            params["instrumen"] = self.asked
        params.update({name: str(value) for name, value in query.items()})
        return f"{address}?{params.urlencode()}" if params else address

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        institution = self.assessment.institution
        home = reverse("evaluation:institution", kwargs={"region": institution.region_code})
        trail = [
            (reverse("evaluation:institutions"), _("Evaluasi")),
            (home, institution.name),
            (self.url("index"), str(self.assessment.year)),
        ]
        here = next((title for page, title, _inside in TABS if page == self.page), "")
        if self.page == "index":
            return [*trail[:-1], ("", trail[-1][1])]
        return [*trail, ("", str(here))] if here else trail

    @property
    def tabs(self) -> list[tuple[str, str, int | None, bool]]:
        return list(self._tabs())

    def _tabs(self) -> Iterator[tuple[str, str, int | None, bool]]:
        for page, title, is_inside in TABS:
            if is_inside and not self.is_insider:
                continue
            count = len(self.content.indicators) if page == "indicators" else None
            yield self.url(page), str(title), count, page == self.page


def frame(request: HttpRequest, region: str, year: int, page: str) -> Frame:
    """Find the evaluation that an address means, `?instrumen=` included. Raises Http404."""
    asked = request.GET.get("instrumen", "")
    if asked and not CODE.fullmatch(asked):
        raise Http404(_("Kode instrumen itu tidak dikenal."))
    by = actor_of(request)
    found = assessments.find(by=by, region=region, year=year, instrument=asked)
    here = Frame(found, by, asked, page)
    _can_be_kept(request, here)
    return here


def _can_be_kept(request: HttpRequest, here: Frame) -> None:
    """Let a reader keep the page as a favourite, with what it asks for."""
    title = next((title for page, title, _inside in TABS if page == here.page), None)
    if title is not None:
        named = _("%(page)s, %(assessment)s") % {"page": title, "assessment": here.assessment}
        keepable(request, named, request.get_full_path(), **here.known)
