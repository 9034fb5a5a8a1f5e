"""Who may do what: each verb of evaluation, role by role, as the table of grants says."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from caruban.evaluation.actions import answers, assessments, judging, notes, objections, plans
from caruban.evaluation.models import Objection
from caruban.evaluation.rules.effort import efforts_of
from caruban.evaluation.rules.path import Question
from caruban.kernel.accounts.roles import GRANTS, Role
from caruban.kernel.actions import ACTIONS
from caruban.kernel.actors import Guest
from tests.evaluation.factories import a_document, an_answer, an_evidence, an_upload
from tests.factories import a_unit, a_user, an_institution, system

pytestmark = pytest.mark.django_db
ROLES = [one for one in Role if one not in (Role.CITIZEN, Role.SYSTEM)]


@dataclass
class Scene:
    """An evaluation in a state, with what the verbs need."""

    assessment: Any
    institution: Any
    instrument: Any
    unit: Any

    @property
    def answer(self):
        return an_answer(self.assessment)


def _objection(scene):
    return Objection.objects.create(answer=scene.answer, wanted_level=2, grounds="dasar")


def _question(scene):
    content = scene.instrument.content
    return Question(content, {}, {("index", 0): Decimal(1)}, (2025,), efforts_of(content, {}))


PLACE = {"instrument": lambda s: s.instrument}
VERBS = {  # the state, the subject, the details
    assessments.open_assessment: ("draft", lambda s: s.institution, PLACE | {"year": 2030}),
    assessments.record_result: (
        "draft",
        lambda s: s.institution,
        PLACE | {"year": 2030, "levels": {1: 1, 2: 2, 3: 3}},
    ),
    assessments.set_due: ("draft", lambda s: s.assessment, {"due_on": date(2099, 1, 1)}),
    assessments.assign: ("draft", lambda s: s.answer, {"unit": lambda s: s.unit}),
    assessments.assign_many: (
        "draft",
        lambda s: s.assessment,
        {"unit": lambda s: s.unit, "numbers": [1, 2]},
    ),
    assessments.begin: ("draft", lambda s: s.assessment, {}),
    assessments.submit: ("self_assessment", lambda s: s.assessment, {}),
    assessments.send_back: (
        "internal_review",
        lambda s: s.assessment,
        {"note": "perbaiki", "numbers": [1]},
    ),
    assessments.forward: ("internal_review", lambda s: s.assessment, {}),
    assessments.interview: ("document_review", lambda s: s.assessment, {}),
    assessments.visit: ("interview", lambda s: s.assessment, {}),
    assessments.publish: ("interview", lambda s: s.assessment, {}),
    assessments.contest: ("provisional", lambda s: s.assessment, {}),
    assessments.finish: ("provisional", lambda s: s.assessment, {}),
    answers.fill: (
        "self_assessment",
        lambda s: s.answer,
        {"narrative": "baru", "version": lambda s: s.answer.version},
    ),
    answers.attach: (
        "self_assessment",
        lambda s: s.answer,
        {"level": 2, "file": lambda _scene: an_upload()},
    ),
    answers.attach_existing: (
        "self_assessment",
        lambda s: s.answer,
        {"level": 2, "document": lambda s: a_document(s.unit)},
    ),
    answers.detach: ("self_assessment", lambda s: an_evidence(s.answer), {}),
    judging.review: ("internal_review", lambda s: s.answer, {"level": 1, "reason": "cukup"}),
    judging.judge: ("interview", lambda s: s.answer, {"level": 1, "reason": "cukup"}),
    objections.object_to: (
        "objection",
        lambda s: s.answer,
        {"wanted_level": 2, "grounds": "bukti baru"},
    ),
    objections.answer_objection: ("objection", _objection, {"is_upheld": False, "reply": "tetap"}),
    plans.set_target: (
        "draft",
        lambda s: s.institution,
        PLACE | {"year": 2030, "subject": "index", "value": Decimal(3)},
    ),
    plans.set_targets: (
        "draft",
        lambda s: s.institution,
        PLACE | {"year": 2030, "values": {("index", 0): Decimal(3)}},
    ),
    plans.set_effort: (
        "draft",
        lambda s: s.institution,
        PLACE | {"number": 1, "level": 2, "days": 3, "cost": Decimal(5)},
    ),
    plans.set_efforts: ("draft", lambda s: s.institution, PLACE | {"number": 1, "efforts": {}}),
    plans.reset_efforts: ("draft", lambda s: s.institution, PLACE),
    plans.keep_plan: ("draft", lambda s: s.institution, PLACE | {"question": _question}),
    notes.keep_notes: (
        "draft",
        lambda s: s.institution,
        {"source": "Peta Rencana", "remarks": [notes.Remark("Tabel 1", "3", "keliru")]},
    ),
}


def name_of(verb):
    return verb.__name__


@pytest.fixture
def call(in_state, institution, instrument, unit):
    """Give the call of a verb by somebody; prepared by the system, done by them."""

    def prepared(verb):
        state, subject, details = VERBS[verb]
        scene = Scene(in_state(state), institution, instrument, unit)
        if verb is assessments.submit:
            scene.assessment.answers.update(is_complete=True)
        if verb is assessments.forward:
            scene.assessment.answers.update(reviewed_level=1)
        if verb is assessments.interview:
            scene.assessment.answers.update(judged_level=1)
        given = {k: v(scene) if callable(v) else v for k, v in details.items()}
        chosen = subject(scene)
        return lambda by: verb(chosen, by=by, **given)

    return prepared


def test_every_verb_of_evaluation_is_in_the_table():
    declared = {
        one for name, one in ACTIONS.items() if name.startswith("caruban.evaluation.actions.")
    }

    assert declared == set(VERBS)


@pytest.mark.parametrize("verb", VERBS, ids=name_of)
def test_a_verb_is_done_by_the_roles_that_hold_it(verb, call, institution):
    do = call(verb)
    holders = [role for role in ROLES if role in GRANTS[verb.permission].roles]
    assert holders

    for role in holders:
        with transaction.atomic():
            do(a_user(role, institution))
            transaction.set_rollback(True)


@pytest.mark.parametrize("verb", VERBS, ids=name_of)
def test_a_verb_is_refused_to_every_other_role(verb, call, institution, unchanged):
    do = call(verb)
    others = [
        a_user(role, institution) for role in ROLES if role not in GRANTS[verb.permission].roles
    ]
    check = unchanged()

    for user in others:
        with pytest.raises(PermissionDenied):
            do(user)
    check()


@pytest.mark.parametrize("verb", VERBS, ids=name_of)
def test_guests_people_without_a_role_and_other_institutions_do_nothing(verb, call, unchanged):
    do, elsewhere = call(verb), an_institution()
    roles = GRANTS[verb.permission].roles - {Role.SYSTEM}
    others = [Guest(), a_user(), *(a_user(role, elsewhere) for role in roles)]
    check = unchanged()

    for somebody in others:
        with pytest.raises(PermissionDenied):
            do(somebody)
    check()


def test_an_officer_answers_for_the_own_unit_and_those_below_only(in_state, institution, unit):
    answer = an_answer(in_state("self_assessment"))
    neighbour = a_user(Role.OFFICER, a_unit(institution))
    below = a_user(Role.OFFICER, a_unit(unit, kind="unit"))
    above = a_user(Role.UNIT_HEAD, unit)

    for somebody in (neighbour, below):
        with pytest.raises(PermissionDenied):
            answers.fill(answer, by=somebody, version=answer.version, narrative="bukan hak saya")
    answers.fill(answer, by=above, version=answer.version, narrative="dari kepala dinas")
    assert an_answer(answer.assessment).narrative == "dari kepala dinas"


def test_who_was_assigned_away_answers_no_more(in_state, institution, officer):
    answer = an_answer(in_state("self_assessment"))
    assessments.assign(answer, by=system(), unit=a_unit(institution))

    with pytest.raises(PermissionDenied):
        answers.fill(answer, by=officer, version=answer.version, narrative="terlambat")
