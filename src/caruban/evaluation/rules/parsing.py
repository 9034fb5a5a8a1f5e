"""Make an instrument of a document, or name everything that is wrong with it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from caruban.evaluation.rules.instrument import (
    Check,
    Effort,
    External,
    Indicator,
    Instrument,
    Level,
    Part,
    Predicate,
    Prerequisite,
    Stage,
    Team,
)
from caruban.evaluation.rules.instrument_checks import mistakes_of

Row = Mapping[str, Any]
Made = TypeVar("Made")
UNREADABLE = (KeyError, TypeError, ValueError, InvalidOperation, AttributeError)


class InstrumentError(ValueError):
    """A document is no valid instrument; `mistakes` are (place, sentence), all that were found."""

    def __init__(self, mistakes: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{place}: {sentence}" for place, sentence in mistakes))
        self.mistakes = mistakes


def parse(document: Row) -> Instrument:
    """Make an instrument of a document.

    Raises InstrumentError naming every mistake: a missing part, a number that is none, weights
    that do not add up, a level without criterion, predicates with a gap, an unknown value rule.
    """
    reader = _Reader()
    instrument = reader.made("dokumen", _instrument, document, reader)
    mistakes = reader.mistakes or (mistakes_of(instrument) if instrument else [])
    if instrument is None or mistakes:
        raise InstrumentError(mistakes)
    return instrument


class _Reader:
    """Reads row by row, so that one broken row does not hide the next one's mistake."""

    def __init__(self) -> None:
        self.mistakes: list[tuple[str, str]] = []

    def made(self, place: str, make: Callable[..., Made], *given: Any) -> Made | None:
        try:
            return make(*given)
        except UNREADABLE as error:
            self.mistakes.append((place, _sentence(error)))
            return None

    def rows(self, document: Row, part: str, make: Callable[[Any], Made]) -> tuple[Made, ...]:
        rows = document.get(part) or ()
        if not isinstance(rows, list | tuple):
            self.mistakes.append((part, "harus berupa daftar"))
            return ()
        places = [_place(part, order, row) for order, row in enumerate(rows, 1)]
        made = [self.made(place, make, row) for place, row in zip(places, rows, strict=True)]
        return tuple(one for one in made if one is not None)


def _place(part: str, order: int, row: Any) -> str:
    number = row.get("number", order) if isinstance(row, Mapping) else order
    return f"{part} {number}"


def _sentence(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"bagian {error.args[0]!r} tidak ada"
    if isinstance(error, InvalidOperation):
        return "ada angka yang tidak terbaca"
    return f"tidak terbaca ({error})"


def _instrument(document: Row, reader: _Reader) -> Instrument:
    rule, scales = document["value_rule"], document["scales"]
    predicates = reader.rows(document, "predicates", _predicate)
    return Instrument(
        code=_text(document["code"]),
        name=_text(document["name"]),
        name_en=_text(document.get("name_en", document["name"])),
        index_name=_text(document.get("index_name", "Indeks")),
        index_name_en=_text(document.get("index_name_en", "")),
        source=_text(document["source"]),
        value_rule=_text(rule["name"]),
        value_rule_note=_text(rule.get("note", "")),
        value_rule_unverified=bool(rule.get("unverified")),
        scales={name: reader.rows(scales, name, _level) for name in scales},
        predicates=tuple(sorted(predicates, key=lambda one: one.low)),
        domains=reader.rows(document, "domains", _part),
        aspects=reader.rows(document, "aspects", _part),
        indicators=reader.rows(document, "indicators", _indicator),
        stages=reader.rows(document, "stages", _stage),
        teams=reader.rows(document, "teams", _team),
        in_force_from=reader.made("in_force_from", _day, document.get("in_force_from")) or "",
        in_force_to=reader.made("in_force_to", _day, document.get("in_force_to")) or "",
        replaces=_text(document.get("replaces", "")),
        sources=_texts(document.get("sources", ())),
        notes=_texts(document.get("notes", ())),
        efforts=reader.made("efforts", _efforts, document.get("efforts") or {}) or {},
        prerequisites=reader.rows(document, "prerequisites", _prerequisite),
    )


def _efforts(table: Row) -> dict[str, dict[int, Effort]]:
    rows = {name: row for name, row in table.items() if name != "aspects"}
    rows |= {f"aspect {number}": row for number, row in table.get("aspects", {}).items()}
    return {
        name: {int(level): Effort(int(days), exact(cost)) for level, (days, cost) in row.items()}
        for name, row in rows.items()
    }


def _level(row: Row) -> Level:
    return Level(
        number=int(row["level"]),
        name=_text(row["name"]),
        name_en=_text(row.get("name_en", row["name"])),
        criterion=_text(row.get("criterion", "")),
        low=exact(row["from"]) if "from" in row else None,
        high=exact(row["to"]) if "to" in row else None,
    )


def _predicate(row: Row) -> Predicate:
    name = _text(row["name"])
    return Predicate(name, _text(row.get("name_en", name)), exact(row["from"]), exact(row["to"]))


def _part(row: Row) -> Part:
    return Part(
        number=int(row["number"]),
        name=_text(row["name"]),
        name_en=_text(row.get("name_en", row["name"])),
        weight=exact(row["weight"]),
        domain=int(row.get("domain", 0)),
    )


def _stage(row: Row) -> Stage:
    return Stage(
        number=int(row["number"]),
        name=_text(row["name"]),
        name_en=_text(row.get("name_en", row["name"])),
        by=_text(row["by"]),
        purpose=_text(row["purpose"]),
        states=_texts(row["states"]),
        is_optional=bool(row.get("optional")),
    )


def _team(row: Row) -> Team:
    return Team(role=_text(row["role"]), name=_text(row["name"]), who=_text(row["who"]))


def _prerequisite(row: Row) -> Prerequisite:
    return Prerequisite(*(int(row[part]) for part in ("indicator", "level", "needs", "at")))


def _indicator(row: Row) -> Indicator:
    external = row.get("external_index")
    return Indicator(
        number=int(row["number"]),
        aspect=int(row["aspect"]),
        weight=exact(row["weight"]),
        scale=_text(row["scale"]),
        name=_text(row["name"]),
        name_en=_text(row.get("name_en", row["name"])),
        measures=_text(row.get("measures", "")),
        scope=_texts(row.get("scope", ())),
        criteria={int(level): _text(text) for level, text in row["criteria"].items()},
        evidence=_texts(row.get("evidence", ())),
        checks=_checks(row.get("checks", {})),
        items=_checks(row.get("items", {})),
        code=_text(row.get("code", "")),
        notes=_texts(row.get("notes", ())),
        roles=_texts(row.get("roles", ())),
        external=_external(external) if external else None,
        from_2020=_numbers(row.get("from_2020", ())),
        from_2020_guessed=_numbers(row.get("from_2020_guessed", ())),
        unverified=bool(row.get("unverified")),
    )


def _checks(by_level: Row) -> dict[int, tuple[Check, ...]]:
    return {
        int(level): tuple(Check(_text(row["id"]), _text(row.get("en", row["id"]))) for row in rows)
        for level, rows in by_level.items()
    }


def _external(row: Row) -> External:
    return External(
        name=_text(row["name"]),
        owner=_text(row["owner"]),
        sets_value=bool(row["sets_value"]),
        bands={
            int(level): (exact(low), exact(high)) for level, (low, high) in row["bands"].items()
        },
        conversion=_text(row.get("conversion", "")),
        unverified=bool(row.get("unverified")),
    )


def _numbers(values: Iterable[Any]) -> tuple[int, ...]:
    return tuple(int(value) for value in values)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} harus berupa teks")  # noqa: TRY004
    return value


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list | tuple):
        raise ValueError(f"{values!r} harus berupa daftar teks")  # noqa: TRY004
    return tuple(_text(value) for value in values)


def _day(value: Any) -> str:
    """Give an ISO date as text, "" for none."""
    try:
        return date.fromisoformat(str(value)).isoformat() if value else ""
    except ValueError:
        raise ValueError(f"{value!r} bukan tanggal, misalnya '2026-06-05'") from None


def exact(value: Any) -> Decimal:
    """Give the number that a text or a whole number says.

    Raises ValueError for a binary fraction (0.1 is not exact), and for what is no finite number.
    """
    if isinstance(value, float):
        raise ValueError(f"{value} harus ditulis sebagai teks, dalam tanda kutip")  # noqa: TRY004
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError(f"{value} bukan bilangan")
    return number
