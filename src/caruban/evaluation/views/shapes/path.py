"""A path as its reader follows it: year by year, step by step, or why there is none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from caruban.evaluation.models import Plan
from caruban.evaluation.names import named, predicate_name
from caruban.evaluation.rules.index import predicate_of, rounded
from caruban.evaluation.rules.instrument import Instrument
from caruban.evaluation.rules.whatif import moved
from caruban.evaluation.views.frame import Frame
from caruban.evaluation.views.shapes.charts import index_trend
from caruban.kernel.web.charts import Moment, Trend
from caruban.kernel.web.formats import score


@dataclass(frozen=True)
class Step:
    """One step up: `gain` to the index, `index` after it, `unlocks` what it makes possible."""

    number: int
    name: str
    href: str
    before: int
    after: int
    days: int
    cost: Decimal
    gain: Decimal
    index: Decimal
    unlocks: list[str]


@dataclass(frozen=True)
class Year:
    """The steps of one year, and where the index stands at its end."""

    year: int
    steps: list[Step]
    index: Decimal

    @property
    def cost(self) -> Decimal:
        return sum((one.cost for one in self.steps), Decimal(0))

    @property
    def days(self) -> int:
        return sum(one.days for one in self.steps)


@dataclass(frozen=True)
class Goal:
    """What was asked for: its name, the value wanted, and what is reached."""

    name: str
    wanted: Decimal
    reached: Decimal | None


@dataclass(frozen=True)
class Outcome:
    """A path, or the furthest one can get.

    before, after   the index; `reasons` say what stands in the way, empty when all is reached
    """

    is_reachable: bool
    before: Decimal
    after: Decimal
    predicate: str
    cost: Decimal
    days: int
    years: list[Year]
    goals: list[Goal]
    reasons: list[str]
    short: list[Goal]
    limits: list[tuple[str, str]]
    trend: Trend | None

    @property
    def count(self) -> int:
        return sum(len(one.steps) for one in self.years)


def outcome_of(
    frame: Frame, content: Instrument, question: Mapping[str, Any], answer: Mapping[str, Any]
) -> Outcome:
    """Shape a question and its answer, both plain as `queries.plans` gives and keeps them."""
    path = answer["path"] if answer["reachable"] else answer["best"]
    levels = {int(number): level for number, level in question["levels"].items()}
    before = moved(content, levels, {}).printed
    after = rounded(Decimal(path["index"]))
    years = _years(frame, content, question, path)
    return Outcome(
        is_reachable=answer["reachable"],
        before=before,
        after=after,
        predicate=predicate_name(predicate_of(content, after)),
        cost=Decimal(path["cost"]),
        days=path["days"],
        years=years,
        goals=[_goal(content, one) for one in question["targets"]],
        reasons=[] if answer["reachable"] else _reasons(answer["limits"]),
        short=[] if answer["reachable"] else _short(content, question, answer),
        limits=_limits(question),
        trend=_trend(before, years),
    )


def _years(
    frame: Frame, content: Instrument, question: Mapping[str, Any], path: Mapping[str, Any]
) -> list[Year]:
    return [
        Year(
            year,
            [_step(frame, content, one) for one in path["steps"] if one["year"] == year],
            rounded(Decimal(path["by_year"][str(year)])),
        )
        for year in question["years"]
    ]


def _step(frame: Frame, content: Instrument, step: Mapping[str, Any]) -> Step:
    names = {one.number: f"{one.number} {named(one)}" for one in content.indicators}
    return Step(
        number=step["number"],
        name=named(content.by_number[step["number"]]),
        href=frame.indicator_url(step["number"]),
        before=step["level"] - 1,
        after=step["level"],
        days=step["days"],
        cost=Decimal(step["cost"]),
        gain=Decimal(step["gain"]),
        index=Decimal(step["index"]),
        unlocks=[names[number] for number in step["unlocks"]],
    )


def _goal(content: Instrument, target: Mapping[str, Any], reached: Decimal | None = None) -> Goal:
    kind, number = target["subject"], target["number"]
    parts = {"domain": content.domain, "aspect": content.aspect}
    name = _("Indeks") if kind == "index" else named(parts[kind](number))
    return Goal(name, Decimal(target["value"]), reached)


def _short(
    content: Instrument, question: Mapping[str, Any], answer: Mapping[str, Any]
) -> list[Goal]:
    reached = {(one["subject"], one["number"]): Decimal(one["value"]) for one in answer["short"]}
    return [
        _goal(content, one, reached[one["subject"], one["number"]])
        for one in question["targets"]
        if (one["subject"], one["number"]) in reached
    ]


def _reasons(limits: list[str]) -> list[str]:
    sentences = {
        "budget": _("Anggaran tiap tahun terlalu kecil; tanpa batas itu target tercapai."),
        "days": _("Hari kerja tiap tahun terlalu sedikit; tanpa batas itu target tercapai."),
        "steps": _("Satu indikator boleh naik terlalu sedikit tiap tahun, atau tahunnya kurang."),
        "locked": _("Indikator yang dikunci menghalangi; bila boleh diubah, target tercapai."),
        "prerequisites": _("Prasyarat antarindikator menghalangi dalam tahun yang tersedia."),
    }
    if not limits:
        return [
            _(
                "Tidak ada satu batas pun yang bila dilepas sendiri membuat target tercapai. "
                "Tambah tahunnya, longgarkan beberapa batas, atau turunkan targetnya."
            )
        ]
    return [sentences[one] for one in limits]


def _limits(question: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Say within which limits the path was sought."""
    from caruban.kernel.web.formats import num, rupiah

    budget, days = question["budget"], question["days"]
    none = _("tanpa batas")
    return [
        (_("Tahun"), f"{question['years'][0]}–{question['years'][-1]}"),
        (_("Anggaran tiap tahun"), none if budget is None else rupiah(Decimal(budget))),
        (_("Hari kerja tiap tahun"), none if days is None else num(days)),
        (_("Dikunci"), ", ".join(map(str, question["locked"])) or _("tidak ada")),
        (_("Prasyarat"), _("dipatuhi") if question["prerequisites"] else _("diabaikan")),
    ]


def _trend(before: Decimal, years: list[Year]) -> Trend | None:
    start = Moment(years[0].year - 1, before, _("%(value)s kini") % {"value": score(before)})
    rest = [Moment(one.year, one.index, score(one.index), "now") for one in years]
    return index_trend([("now", [start, *rest])])


@dataclass(frozen=True)
class Kept:
    """One kept path in the list."""

    href: str
    plan: Plan
    is_reachable: bool
    index: Decimal
    cost: Decimal


def kept_of(frame: Frame, plans: Iterable[Plan]) -> list[Kept]:
    """Shape the kept paths by the instrument of the page, the latest first."""
    code = frame.assessment.instrument.code
    return [_kept(frame, one) for one in plans if one.instrument.code == code]


def _kept(frame: Frame, plan: Plan) -> Kept:
    path = plan.answer["path"] if plan.answer["reachable"] else plan.answer["best"]
    return Kept(
        href=frame.deep_url("plan", pk=plan.pk),
        plan=plan,
        is_reachable=plan.answer["reachable"],
        index=rounded(Decimal(path["index"])),
        cost=Decimal(path["cost"]),
    )
