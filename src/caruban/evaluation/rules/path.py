"""The cheapest path to a target: the exact optimum of a mixed-integer program (HiGHS).

A step raises one indicator by one level in one year. A path may take a step only once, only after
the step below it, only with its prerequisites, and within each year's budget and days. Among the
cheapest paths the one is taken whose index rises soonest, summed over the ends of all years.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from caruban.evaluation.rules.effort import Efforts
from caruban.evaluation.rules.gap import TargetKey, gaps
from caruban.evaluation.rules.index import Index, rounded
from caruban.evaluation.rules.instrument import LEVELS, Effort, Instrument
from caruban.evaluation.rules.whatif import moved, step_value

if TYPE_CHECKING:
    from highspy import Highs
    from highspy.highs import highs_linear_expression, highs_var

HALF_CENT = Decimal("0.005")
Levels = Mapping[int, int]
Choice = tuple[int, int, int]  # indicator, level, year
MILLION = Decimal(1_000_000)  # rupiah; a solver likes small numbers
TINY = 1e-6
SCALE = 100.0  # gains are hundredths


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


Measure = Callable[[Question, Choice], float]


def find(question: Question) -> Path | OutOfReach:
    """Find the cheapest path, or say why there is none and how far one can get.

    Raises TooHard when the search takes longer than PATIENCE.
    """
    choices = _cheapest(question)
    if choices is not None:
        return _path(question, choices)
    best = _path(question, _furthest(question))
    reached = gaps(best.index, question.targets)
    return OutOfReach(
        best=best,
        limits=tuple(name for name, lifted in LIFTED.items() if _frees(question, lifted)),
        short={key: gap.value for key, gap in reached.items() if not gap.is_reached},
    )


class TooHard(Exception):
    """The search took longer than PATIENCE: fewer years, or fewer limits, make it easier."""


PATIENCE = 10.0  # seconds for one search; almost all questions take less than one
GLANCE = 2.0  # seconds for a question beside the point: would it be easier without this limit?


def _frees(question: Question, lifted: Mapping[str, object]) -> bool:
    """Say whether lifting one limit alone makes the targets reachable."""
    if all(getattr(question, name) == value for name, value in lifted.items()):
        return False
    program = _Program(replace(question, **lifted), patience=GLANCE)  # type: ignore[arg-type]
    program.reach()
    try:
        return program.solve(dict.fromkeys(program.done, 0.0))
    except TooHard:
        return False


def _solver() -> "Highs":
    """Give a solver that says nothing. It is imported here: only a search waits for that."""
    from highspy import Highs

    class Silent(Highs):
        # the step of its making that would print who it is, before anybody could ask for silence
        def enableCallbacks(self) -> None:  # noqa: N802  the library's name
            self.silent()
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    return Silent()  # type: ignore[no-untyped-call]


class _Program:
    """The mixed-integer program of a question: is a step done by the end of a year, yes or no?

    "Done by" and not "done in": what is done stays done, a level needs the one below and its
    prerequisites, and the pace ties a year to the one before. Written so, each rule is a plain
    comparison of two variables, and the relaxation is almost whole by itself.
    """

    def __init__(self, question: Question, *, patience: float) -> None:
        self.question = question
        self.model = _solver()
        for option in ("mip_rel_gap", "mip_abs_gap"):
            self.model.setOptionValue(option, 0.0)
        self.model.setOptionValue("threads", 1)
        self.model.setOptionValue("time_limit", patience)
        self.done = {choice: self.model.addBinary() for choice in _possible(question)}
        self.year_before = dict(zip(question.years[1:], question.years, strict=False))
        self._stays_and_needs_what_is_below()
        self._pace()
        self._limits()
        if question.prerequisites:
            self._prerequisites()

    def by_then(self, number: int, level: int, year: int | None) -> "highs_var | None":
        """Give whether a step is done by the end of a year; None where it cannot be."""
        return None if year is None else self.done.get((number, level, year))

    def _stays_and_needs_what_is_below(self) -> None:
        for (number, level, year), one in self.done.items():
            earlier = self.by_then(number, level, self.year_before.get(year))
            if earlier is not None:
                self.model.addConstr(earlier <= one)
            below = self.by_then(number, level - 1, year)
            if below is not None:
                self.model.addConstr(one <= below)

    def _pace(self) -> None:
        """Let no indicator rise by more than so many levels in a year."""
        most = self.question.steps_per_year
        for (number, level, year), one in self.done.items():
            if level - most > self.question.levels.get(number, 0):
                before = self.by_then(number, level - most, self.year_before.get(year))
                self.model.addConstr(one <= (0 if before is None else before))

    def _limits(self) -> None:
        question = self.question
        for limit, measure in ((question.budget, _cost), (question.days, _days)):
            if limit is None:
                continue
            for year in question.years:
                here = {c: one for c, one in self.done.items() if c[2] == year}
                if here:
                    used = self._in_year(here, measure)
                    self.model.addConstr(used <= _scaled(measure, limit))

    def _in_year(
        self, here: Mapping[Choice, "highs_var"], measure: Measure
    ) -> "highs_linear_expression":
        """Give what is spent in a year: on what is done by its end, but not by the one before."""
        before = {c: self.by_then(c[0], c[1], self.year_before.get(c[2])) for c in here}
        spent: highs_linear_expression = self.model.qsum(
            measure(self.question, c) * one for c, one in here.items()
        ) - self.model.qsum(
            measure(self.question, c) * one for c, one in before.items() if one is not None
        )
        return spent

    def _prerequisites(self) -> None:
        question = self.question
        for rule in question.instrument.prerequisites:
            if question.levels.get(rule.needs, 0) >= rule.at:
                continue
            for year in question.years:
                after = self.by_then(rule.indicator, rule.level, year)
                needed = self.by_then(rule.needs, rule.at, year)
                if after is not None:
                    self.model.addConstr(after <= (0 if needed is None else needed))

    @property
    def at_last(self) -> dict[Choice, "highs_var"]:
        """Give what may be done by the end of the last year."""
        return {c: one for c, one in self.done.items() if c[2] == self.question.years[-1]}

    def total(self, weights: Mapping[Choice, float]) -> "highs_linear_expression":
        """Give the weighted sum of what is done."""
        return self.model.qsum(weight * self.done[choice] for choice, weight in weights.items())

    def reach(self) -> None:
        """Ask for every target, in its printed form."""
        question = self.question
        base = moved(question.instrument, question.levels, {})
        for key, gap in gaps(base, question.targets).items():
            share = _share(question.instrument, key)
            rise = self.model.qsum(
                float(share.get(number, Decimal(0)) * _rise(question, number, level)) * one
                for (number, level, _year), one in self.at_last.items()
            )
            self.model.addConstr(rise >= float(gap.target - HALF_CENT - gap.value) - 1e-9)

    def solve(self, weights: Mapping[Choice, float], *, greatest: bool = False) -> bool:
        """Look for the least (or greatest) sum; say whether any choice fits. Raises TooHard."""
        goal = self.total(weights)
        (self.model.maximize if greatest else self.model.minimize)(goal)
        from highspy import HighsModelStatus

        status = self.model.getModelStatus()
        if status == HighsModelStatus.kTimeLimit:
            raise TooHard
        return bool(status == HighsModelStatus.kOptimal)

    def chosen(self) -> list[Choice]:
        """Give each step that the solution takes, in the year when it is done first."""
        done = {c for c, one in self.done.items() if self.model.val(one) > HALF}
        return [c for c in done if (c[0], c[1], self.year_before.get(c[2])) not in done]


HALF = 0.5


def _cheapest(question: Question) -> list[Choice] | None:
    program = _Program(question, patience=PATIENCE)
    if not program.done:
        return [] if _already_there(question) else None
    program.reach()
    measure = _cost if question.minimise == "cost" else _days
    weights = {choice: measure(question, choice) for choice in program.at_last}
    if not program.solve(weights):
        return None
    found = program.chosen()
    least = sum(measure(question, choice) for choice in found)
    program.model.addConstr(program.total(weights) <= least + TINY)
    try:
        program.solve(_gains(question, program.done), greatest=True)
    except TooHard:  # as cheap, if not as soon as could be
        return found
    return program.chosen()


def _furthest(question: Question) -> list[Choice]:
    program = _Program(question, patience=PATIENCE)
    if not program.done:
        return []
    program.solve(_gains(question, program.at_last), greatest=True)
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
    return float(question.efforts[choice[:2]].cost / MILLION)


def _days(question: Question, choice: Choice) -> float:
    return float(question.efforts[choice[:2]].days)


def _scaled(measure: Measure, limit: Decimal | int) -> float:
    return float(Decimal(limit) / MILLION) if measure is _cost else float(limit)


def _gains(question: Question, done: Iterable[Choice]) -> dict[Choice, float]:
    """Weigh each step by what it brings, once for each year given in which it is done."""
    return {c: float(step_value(question.instrument, c[0], c[1])) * SCALE for c in done}


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
