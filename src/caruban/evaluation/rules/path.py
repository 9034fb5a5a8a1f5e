"""The cheapest path to a target: the exact optimum of a mixed-integer program (HiGHS).

A step raises one indicator by one level in one year. A path may take a step only once, only after
the step below it, only with its prerequisites, and within each year's budget and days. Among the
cheapest paths the one with the earliest steps is taken, so that the answer is always the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

import highspy

from caruban.evaluation.rules.effort import Efforts
from caruban.evaluation.rules.gap import TargetKey, gaps
from caruban.evaluation.rules.index import Index, rounded
from caruban.evaluation.rules.instrument import LEVELS, Effort, Instrument
from caruban.evaluation.rules.whatif import moved, step_value

HALF_CENT = Decimal("0.005")
Levels = Mapping[int, int]
Choice = tuple[int, int, int]  # indicator, level, year


@dataclass(frozen=True)
class Question:
    """What is asked.

    levels          where each indicator stands now, 1 to 5 (0: not judged)
    targets         what printed value index, domains or aspects shall reach, by the last year
    years           in order
    budget          rupiah that may be spent in each year; None: no limit
    days            working days at hand in each year; None: no limit
    locked          indicators that stay where they are
    steps_per_year  levels that one indicator may rise in a year; one, as a rule: a level asks
                    that the one below is lived
    minimise        "cost" (rupiah) or "days"
    """

    instrument: Instrument
    levels: Levels
    targets: Mapping[TargetKey, Decimal]
    years: tuple[int, ...]
    efforts: Efforts
    budget: Decimal | None = None
    days: int | None = None
    locked: frozenset[int] = frozenset()
    steps_per_year: int = 1
    minimise: str = "cost"
    prerequisites: bool = True


@dataclass(frozen=True)
class Step:
    """One step of a path. `gain` is what the index gains by it; `index` is exact, after it."""

    year: int
    number: int
    level: int
    effort: Effort
    gain: Decimal
    index: Decimal
    unlocks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Path:
    """The cheapest way: steps in order, and the index at the end of each year."""

    steps: tuple[Step, ...]
    index: Index
    by_year: Mapping[int, Decimal]

    @property
    def cost(self) -> Decimal:
        return sum((step.effort.cost for step in self.steps), Decimal(0))

    @property
    def days(self) -> int:
        return sum(step.effort.days for step in self.steps)


@dataclass(frozen=True)
class OutOfReach:
    """No path exists: the best that can be reached, and which limits, each alone, stand in the way.

    limits   of "budget", "days", "steps", "locked", "prerequisites": lifting that one alone makes
             the targets reachable; empty when no single one does
    short    targets that even the best path misses, with what they reach
    """

    best: Path
    limits: tuple[str, ...]
    short: Mapping[TargetKey, Decimal] = field(default_factory=dict)


LIFTED: Mapping[str, Mapping[str, object]] = {
    "budget": {"budget": None},
    "days": {"days": None},
    "steps": {"steps_per_year": len(LEVELS)},
    "locked": {"locked": frozenset()},
    "prerequisites": {"prerequisites": False},
}


def find(question: Question) -> Path | OutOfReach:
    """Find the cheapest path, or say why there is none and how far one can get."""
    choices = _cheapest(question)
    if choices is not None:
        return _path(question, choices)
    best = _path(question, _furthest(question))
    reached = gaps(best.index, question.targets)
    return OutOfReach(
        best=best,
        limits=tuple(
            name
            for name, lifted in LIFTED.items()
            if _binds(question, lifted) and _cheapest(replace(question, **lifted)) is not None  # type: ignore[arg-type]
        ),
        short={key: gap.value for key, gap in reached.items() if not gap.is_reached},
    )


def _binds(question: Question, lifted: Mapping[str, object]) -> bool:
    return any(getattr(question, name) != value for name, value in lifted.items())


class _Program:
    """The mixed-integer program of a question: a yes or no for each step in each year."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.model = highspy.Highs()  # type: ignore[no-untyped-call]
        self.model.silent()
        for option in ("mip_rel_gap", "mip_abs_gap"):
            self.model.setOptionValue(option, 0.0)
        self.model.setOptionValue("threads", 1)
        self.choices = {choice: self.model.addBinary() for choice in _possible(question)}
        self._once_and_in_order()
        self._pace()
        self._limits()
        if question.prerequisites:
            self._prerequisites()

    def total(self, weights: Mapping[Choice, float]) -> highspy.highs.highs_linear_expression:
        """Give the weighted sum of what is chosen."""
        return self.model.qsum(weights[choice] * one for choice, one in self.choices.items())

    def done_by(self, number: int, level: int, year: int) -> highspy.highs.highs_linear_expression:
        """Give whether a step is done by the end of a year."""
        return self.model.qsum(
            one
            for (own, rung, when), one in self.choices.items()
            if own == number and rung == level and when <= year
        )

    def _once_and_in_order(self) -> None:
        question, last = self.question, self.question.years[-1]
        for number, level in {choice[:2] for choice in self.choices}:
            self.model.addConstr(self.done_by(number, level, last) <= 1)
            if level > question.levels.get(number, 0) + 1:
                for year in question.years:
                    above = self.done_by(number, level, year)
                    self.model.addConstr(above <= self.done_by(number, level - 1, year))

    def _pace(self) -> None:
        grouped: dict[tuple[int, int], list[highspy.highs.highs_var]] = {}
        for (number, _level, year), one in self.choices.items():
            grouped.setdefault((number, year), []).append(one)
        for steps in grouped.values():
            self.model.addConstr(self.model.qsum(steps) <= self.question.steps_per_year)

    def _limits(self) -> None:
        question = self.question
        for year in question.years:
            here = {c: one for c, one in self.choices.items() if c[2] == year}
            if question.budget is not None and here:
                spent = self.model.qsum(_cost(question, c) * one for c, one in here.items())
                self.model.addConstr(spent <= float(question.budget))
            if question.days is not None and here:
                used = self.model.qsum(_days(question, c) * one for c, one in here.items())
                self.model.addConstr(used <= question.days)

    def _prerequisites(self) -> None:
        question = self.question
        for rule in question.instrument.prerequisites:
            if question.levels.get(rule.needs, 0) >= rule.at:
                continue
            for year in question.years:
                after = self.done_by(rule.indicator, rule.level, year)
                self.model.addConstr(after <= self.done_by(rule.needs, rule.at, year))

    def reach(self) -> None:
        """Ask for every target, in its printed form."""
        question = self.question
        base = moved(question.instrument, question.levels, {})
        for key, gap in gaps(base, question.targets).items():
            share = _share(question.instrument, key)
            rise = self.model.qsum(
                float(share.get(number, Decimal(0)) * _rise(question, number, level)) * one
                for (number, level, _year), one in self.choices.items()
            )
            self.model.addConstr(rise >= float(gap.target - HALF_CENT - gap.value) - 1e-9)

    def solve(self, weights: Mapping[Choice, float], *, greatest: bool = False) -> bool:
        """Look for the least (or greatest) sum; say whether any choice fits."""
        goal = self.total(weights)
        (self.model.maximize if greatest else self.model.minimize)(goal)
        return bool(self.model.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def chosen(self) -> list[Choice]:
        """Give what the solution says yes to."""
        return [c for c, one in self.choices.items() if self.model.val(one) > HALF]


HALF = 0.5


def _cheapest(question: Question) -> list[Choice] | None:
    program = _Program(question)
    program.reach()
    if not program.choices:
        return [] if _already_there(question) else None
    measure = _cost if question.minimise == "cost" else _days
    weights = {choice: measure(question, choice) for choice in program.choices}
    if not program.solve(weights):
        return None
    least = sum(weights[choice] for choice in program.chosen())
    program.model.addConstr(program.total(weights) <= least + HALF)
    program.solve(_earliness(question, program.choices))
    return program.chosen()


def _furthest(question: Question) -> list[Choice]:
    program = _Program(question)
    if not program.choices:
        return []
    weights = {c: float(step_value(question.instrument, c[0], c[1])) for c in program.choices}
    program.solve(weights, greatest=True)
    return program.chosen()


def _already_there(question: Question) -> bool:
    base = moved(question.instrument, question.levels, {})
    return all(gap.is_reached for gap in gaps(base, question.targets).values())


def _possible(question: Question) -> list[Choice]:
    return [
        (one.number, level, year)
        for one in question.instrument.indicators
        if one.number not in question.locked
        for level in LEVELS
        if level > question.levels.get(one.number, 0)
        for year in question.years
    ]


def _cost(question: Question, choice: Choice) -> float:
    return float(question.efforts[choice[:2]].cost)


def _days(question: Question, choice: Choice) -> float:
    return float(question.efforts[choice[:2]].days)


def _earliness(question: Question, choices: Iterable[Choice]) -> dict[Choice, float]:
    """Weigh later years more; within a year, lower numbers first: one answer, always the same."""
    spread = len(question.instrument.indicators) + 1
    return {
        choice: 1000.0 * question.years.index(choice[2]) + choice[0] / spread for choice in choices
    }


def _share(instrument: Instrument, key: TargetKey) -> dict[int, Decimal]:
    kind, number = key
    parts = {
        "index": lambda: instrument.indicators,
        "domain": lambda: tuple(
            one
            for aspect in instrument.aspects_of(number)
            for one in instrument.indicators_of(aspect.number)
        ),
        "aspect": lambda: instrument.indicators_of(number),
    }[kind]()
    whole = sum((one.weight for one in parts), Decimal(0))
    return {one.number: one.weight / whole for one in parts}


def _rise(question: Question, number: int, level: int) -> Decimal:
    weight = question.instrument.by_number[number].weight
    return step_value(question.instrument, number, level) * 100 / weight


def _path(question: Question, choices: list[Choice]) -> Path:
    """Recompute, exactly, what the solver chose; steps of a year by level, then greatest gain."""
    instrument, levels = question.instrument, dict(question.levels)
    order = sorted(choices, key=lambda c: (c[2], c[1], -step_value(instrument, c[0], c[1]), c[0]))
    index = moved(instrument, levels, {})
    by_year = dict.fromkeys(question.years, index.value)
    steps = []
    for number, level, year in order:
        levels[number] = level
        index = moved(instrument, levels, {})
        by_year |= {later: index.value for later in question.years if later >= year}
        steps.append(
            Step(
                year=year,
                number=number,
                level=level,
                effort=question.efforts[number, level],
                gain=step_value(instrument, number, level),
                index=index.value,
                unlocks=_unlocked(question, number, level, choices),
            )
        )
    return Path(tuple(steps), index, by_year)


def _unlocked(
    question: Question, number: int, level: int, choices: list[Choice]
) -> tuple[int, ...]:
    taken = {choice[:2] for choice in choices}
    return tuple(
        rule.indicator
        for rule in question.instrument.prerequisites
        if (rule.needs, rule.at) == (number, level) and (rule.indicator, rule.level) in taken
    )


def is_printed_target(value: Decimal, target: Decimal) -> bool:
    """Say whether a value, as printed, reaches a target."""
    return rounded(value) >= rounded(target)
