"""Instruments, evaluations and evidence by name, for every test."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from caruban.evaluation.actions.assessments import open_assessment, record_result
from caruban.evaluation.actions.instruments import load_instrument
from caruban.evaluation.models import Answer, Assessment, Evidence, Instrument
from caruban.evaluation.rules.workflow import STATES
from caruban.kernel.actors import Actor
from caruban.kernel.documents import actions as documents
from caruban.kernel.documents.models import Document
from caruban.kernel.organisations.models import Organisation
from tests.factories import an_institution, system

PDF = b"%PDF-1.7\n%%EOF\n"
DUE = date(2099, 12, 31)
Levels = Mapping[int, int] | int | None


def document_of(code: str) -> dict[str, Any]:
    """Give the document of an instrument that comes with the house, to change at will."""
    return deepcopy(_read(code))


@cache
def _read(code: str) -> dict[str, Any]:
    place = files("caruban.evaluation") / "instruments" / f"{code}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(place.read_text(encoding="utf-8"), Loader=loader)


def spbe() -> Instrument:
    """Give the instrument of PermenPANRB 59/2020, loaded: 47 indicators, whole levels."""
    return load_instrument(by=system(), document=_read("permenpanrb-59-2020"))


def pemdi() -> Instrument:
    """Give the instrument of PermenPANRB 8/2026, loaded: 20 indicators, items, other indices."""
    return load_instrument(by=system(), document=_read("permenpanrb-8-2026"))


def a_document_of_an_instrument(
    weights: Mapping[int, Mapping[int, str]] | None = None, **changes: Any
) -> dict[str, Any]:
    """Give the document of a small instrument of whole levels.

    weights   by domain, the weight of each of its indicators; one aspect a domain, numbered alike
    """
    weights = weights or {1: {1: "20", 2: "30"}, 2: {3: "50"}}
    domains = [
        {"number": n, "name": f"Domain {n}", "weight": str(sum(map(Decimal, row.values())))}
        for n, row in weights.items()
    ]
    return {
        "code": "kecil",
        "name": "Instrumen kecil",
        "source": "contoh untuk pengujian",
        "value_rule": {"name": "whole_levels"},
        "scales": {"process": [{"level": n, "name": f"Tingkat {n}"} for n in range(1, 6)]},
        "predicates": [
            {"name": "Rendah", "from": "0", "to": "2.5"},
            {"name": "Tinggi", "from": "2.5", "to": "5"},
        ],
        "domains": domains,
        "aspects": [one | {"domain": one["number"]} for one in domains],
        "indicators": [
            _indicator(number, aspect, weight)
            for aspect, row in weights.items()
            for number, weight in row.items()
        ],
    } | changes


def _indicator(number: int, aspect: int, weight: str) -> dict[str, Any]:
    return {
        "number": number,
        "aspect": aspect,
        "weight": weight,
        "scale": "process",
        "name": f"Indikator {number}",
        "criteria": {level: f"Kriteria tingkat {level}" for level in range(1, 6)},
    }


def a_small_instrument(**changes: Any) -> Instrument:
    """Give a small instrument, loaded: three indicators in two domains, whole levels."""
    return load_instrument(by=system(), document=a_document_of_an_instrument(**changes))


def an_assessment(
    institution: Organisation | None = None,
    *,
    instrument: Instrument | None = None,
    year: int = 2021,
    state: str = "self_assessment",
    unit: Organisation | None = None,
    levels: Levels = None,
    due_on: date = DUE,
) -> Assessment:
    """Give an evaluation in a state, with the answers that such a state has.

    unit     who answers all; by default the institution itself
    levels   by indicator, or one for all; by default nobody said anything yet in self-assessment,
             and level 1 (which needs no evidence) stands everywhere after it
    """
    assessment = open_assessment(
        institution or an_institution(),
        by=system(),
        instrument=instrument or spbe(),
        year=year,
        due_on=due_on,
    )
    if unit is not None:
        assessment.answers.update(unit=unit)
    stage = STATES.index(state)
    if levels is None and stage > STATES.index("self_assessment"):
        levels = 1
    if levels is not None:
        _answer(assessment, levels, stage)
    Assessment.objects.filter(pk=assessment.pk).update(state=state)
    assessment.refresh_from_db()
    return assessment


def _answer(assessment: Assessment, levels: Levels, stage: int) -> None:
    """Write each level where a stage has it; with all items of it, where items are counted."""
    content = assessment.instrument.content
    columns = [
        name
        for name, since in (
            ("claimed", "draft"),
            ("reviewed", "document_review"),
            ("judged", "interview"),
        )
        if stage >= STATES.index(since)
    ]
    answers = list(assessment.answers.all())
    for answer in answers:
        level = levels if isinstance(levels, int) else levels.get(answer.number)
        if level is None:
            continue
        items = items_up_to(content.by_number[answer.number].items, level)
        for name in columns:
            setattr(answer, f"{name}_level", level)
            setattr(answer, f"{name}_items", items or ([] if name == "claimed" else None))
        answer.narrative = "Sudah diterapkan sesuai pedoman."
        answer.is_complete = stage > STATES.index("self_assessment")
        answer.final_level = level if stage == STATES.index("final") else None
    Answer.objects.bulk_update(answers, _WRITTEN)


_WRITTEN = [
    "claimed_level",
    "claimed_items",
    "reviewed_level",
    "reviewed_items",
    "judged_level",
    "judged_items",
    "narrative",
    "is_complete",
    "final_level",
]


def items_up_to(items: Mapping[int, Any], level: int) -> list[str]:
    """Give every item of an indicator, up to and with a level."""
    return [
        f"{rung}.{order}"
        for rung, rows in items.items()
        if rung <= level
        for order in range(1, len(rows) + 1)
    ]


def a_final_result(
    institution: Organisation | None = None,
    year: int = 2021,
    levels: Levels = None,
    *,
    instrument: Instrument | None = None,
) -> Assessment:
    """Give a result that ended elsewhere: level 2 everywhere, or the levels given."""
    instrument = instrument or spbe()
    numbers = instrument.content.by_number
    if not isinstance(levels, Mapping):
        levels = dict.fromkeys(numbers, levels or 2)
    return record_result(
        institution or an_institution(),
        by=system(),
        instrument=instrument,
        year=year,
        levels={number: levels.get(number, 1) for number in numbers},
    )


def an_answer(assessment: Assessment, number: int = 1) -> Answer:
    """Give the answer to one indicator, read anew."""
    return assessment.answers.select_related("assessment__instrument", "unit").get(number=number)


def an_upload(name: str = "SK.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """Give a file as a form brings it; a small PDF, unless told."""
    return SimpleUploadedFile(name, content)


def a_document(
    organisation: Organisation, *, by: Actor | None = None, title: str = "", **file: Any
) -> Document:
    """Give a document that an organisation holds."""
    return documents.add(organisation, by=by or system(), file=an_upload(**file), title=title)


def an_evidence(answer: Answer, level: int = 2, *, document: Document | None = None) -> Evidence:
    """Give a document of the answering unit as evidence for a level."""
    document = document or a_document(answer.unit)
    return Evidence.objects.create(answer=answer, level=level, document=document)
