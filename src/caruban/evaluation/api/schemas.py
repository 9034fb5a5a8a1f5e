"""The shapes of evaluation's API: units and bounds are part of each type."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

TEXT = "^[^\\u0000]*$"  # PostgreSQL keeps no NUL

Level = Annotated[int, Field(ge=1, le=5, description="maturity level, 1 (least) to 5 (greatest)")]
Exact = Annotated[str, Field(description="exact, as text", examples=["1.9135"])]
Value = Annotated[float, Field(description="as printed: two decimals, half up", examples=[1.91])]
Subject = Literal["index", "domain", "aspect"]


class InstitutionOut(Schema):
    """An institution, by the code of its region."""

    code: str
    name: str
    region_code: str = Field(examples=["32.09"])


class YearOut(Schema):
    """One evaluation that you may see."""

    year: int
    instrument: str = Field(description="code of the instrument")
    state: str


class InstitutionYearsOut(InstitutionOut):
    """An institution with the evaluations that you may see, the latest first."""

    years: list[YearOut]


class InstrumentNameOut(Schema):
    """An instrument, by code and name."""

    code: str
    name: str


class PartOut(Schema):
    """A domain of an index."""

    number: int
    name: str
    weight: float = Field(description="percent of the index")
    value: Value
    exact: Exact


class AspectOut(PartOut):
    """An aspect of an index, and the domain that it belongs to."""

    domain: int


class Figure(Schema):
    """A value as printed, and exactly."""

    value: Value
    exact: Exact


class IndexOut(Schema):
    """An index with its domains and aspects; `caruban index --json` prints the same."""

    institution: InstitutionOut
    year: int
    instrument: InstrumentNameOut
    state: str = Field(description="where the evaluation stands", examples=["final"])
    provenance: str = Field(description="recorded here, or reconstructed from means")
    provenance_note: str
    basis: str = Field(description="whose word the index is made of", examples=["final"])
    index: Figure
    predicate: str = Field(examples=["Cukup"])
    domains: list[PartOut]
    aspects: list[AspectOut]
    missing: list[int] = Field(description="indicators that nobody answered: each counts as 0")


class MissingOut(Schema):
    """One thing that the next level asks for."""

    sentence: str
    advice: str


class InsideOut(Schema):
    """What the institution's own people and its assessors see of an indicator."""

    unit: str = Field(description="code of the responsible unit")
    claimed: Level | None
    reviewed: Level | None
    judged: Level | None
    proved: int | None = Field(description="level that records support; null: nobody proves it")
    next_level: Level | None
    missing: list[MissingOut]


class IndicatorOut(Schema):
    """An indicator of an evaluation, on the basis that stands now."""

    number: int
    name: str
    aspect: int
    domain: int
    weight: float = Field(description="percent of the index")
    level: Level | None
    value: Value | None
    exact: Exact | None
    inside: InsideOut | None = Field(description="null for those who may see the result alone")


class TargetOut(Schema):
    """What an institution wants to reach, beside where it stands."""

    year: int
    subject: Subject
    number: int = Field(description="number of the domain or aspect; 0 for the index")
    target: Exact
    value: Exact = Field(description="where it stands, as printed")
    distance: Exact = Field(description="what lacks; zero or less when it is reached")
    is_reached: bool
    description: str
    source: str


class WantedIn(Schema):
    """One target of a path."""

    model_config = ConfigDict(extra="forbid")

    subject: Subject = "index"
    number: int = Field(0, ge=0, le=999, description="of the domain or aspect; 0 for the index")
    value: Decimal = Field(ge=1, le=5, decimal_places=2, examples=["2.60"])


class QuestionIn(Schema):
    """What a path is asked for."""

    model_config = ConfigDict(extra="forbid")

    targets: list[WantedIn] = Field(min_length=1, max_length=40)
    years: list[Annotated[int, Field(ge=2015, le=2100)]] = Field(
        min_length=1, max_length=6, examples=[[2025, 2026]]
    )
    budget: Decimal | None = Field(
        None, ge=0, le=10**15, description="rupiah that may be spent in each year; null: no limit"
    )
    days: int | None = Field(None, ge=0, le=10**6, description="working days in each year")
    locked: list[Annotated[int, Field(ge=1, le=999)]] = Field(
        default_factory=list, max_length=999, description="indicators that stay where they are"
    )
    steps_per_year: int = Field(1, ge=1, le=4, description="levels one indicator rises a year")
    minimise: Literal["cost", "days"] = "cost"
    prerequisites: bool = Field(default=True, description="a policy before its process")


class StepOut(Schema):
    """One indicator rises by one level in a year."""

    year: int
    number: int
    level: Level
    days: int = Field(description="working days")
    cost: Exact = Field(description="rupiah")
    gain: Exact = Field(description="what the index gains by it")
    index: Exact = Field(description="the index after it")
    unlocks: list[int] = Field(description="indicators that can rise because of it")


class PathFoundOut(Schema):
    """A path: its steps in order, and the index at the end of each year."""

    cost: Exact = Field(description="rupiah")
    days: int = Field(description="working days")
    index: Exact
    by_year: dict[str, str] = Field(description="exact index at the end of each year")
    steps: list[StepOut]


class ShortOut(Schema):
    """A target that even the best path misses, with what it reaches."""

    subject: Subject
    number: int
    value: Exact


class PathOut(Schema):
    """The cheapest path, or why there is none and how far one can get."""

    reachable: bool
    path: PathFoundOut | None = None
    limits: list[str] = Field(
        default_factory=list, description="limits of which each, alone, stands in the way"
    )
    short: list[ShortOut] = Field(default_factory=list)
    best: PathFoundOut | None = None


class EvidenceOut(Schema):
    """A document given as evidence for a level."""

    level: Level
    title: str
    note: str
    sha256: str
    url: str = Field(description="where it can be read, by who may")


class AnswerOut(Schema):
    """The answer to one indicator; `version` is what `If-Match` names."""

    number: int
    version: int
    unit: str = Field(description="code of the responsible unit")
    due_on: date | None
    claimed_level: Level | None
    claimed_items: list[str] = Field(description='items of evidence, as "level.item"')
    claimed_score: Exact | None
    narrative: str
    is_complete: bool
    reviewed_level: Level | None
    judged_level: Level | None
    final_level: Level | None


class AnswerIn(Schema):
    """What is changed of an answer: only the fields given."""

    model_config = ConfigDict(extra="forbid")

    claimed_level: Level | None = Field(None, examples=[3])
    claimed_items: list[Annotated[str, Field(pattern=r"^[1-5]\.[1-9][0-9]?$")]] = Field(
        default_factory=list, max_length=200, description='as "level.item"', examples=[["2.1"]]
    )
    claimed_score: Decimal | None = Field(
        None, ge=0, le=1000, decimal_places=2, description="the other body's index"
    )
    narrative: str = Field("", max_length=20_000, pattern=TEXT)
    is_complete: bool = Field(default=False, description='true says "ready", false opens it again')


class InstrumentOut(InstrumentNameOut):
    """An instrument in its latest edition."""

    edition: int
    source: str
    in_force_from: date | None
    in_force_to: date | None
    indicators: int = Field(description="how many indicators it has")


class CriterionOut(Schema):
    """One indicator of an instrument with its criteria by level."""

    number: int
    name: str
    aspect: int
    weight: float = Field(description="percent of the index")
    measures: str
    criteria: dict[str, str] = Field(description="by level; level n asks for all below as well")
    evidence: list[str]


class PredicateOut(Schema):
    """The name of an index from `low` on, up to but without `high`."""

    name: str
    low: Exact
    high: Exact


class WeightOut(Schema):
    """A domain or aspect of an instrument."""

    number: int
    name: str
    weight: float = Field(description="percent of the index")
    domain: int = Field(description="the aspect's domain; 0 for a domain itself")


class InstrumentWholeOut(InstrumentOut):
    """An instrument with all that it asks."""

    value_rule: str
    value_rule_unverified: bool = Field(description="the rule is ours, not yet confirmed")
    predicates: list[PredicateOut]
    domains: list[WeightOut]
    aspects: list[WeightOut]
    content: list[CriterionOut]
