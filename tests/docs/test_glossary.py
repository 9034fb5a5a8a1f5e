"""The glossary holds every word that the code gives to a thing of its users."""

import pytest
from django.apps import apps

from caruban.evaluation.rules.workflow import STATES
from caruban.kernel.accounts.roles import Role
from caruban.kernel.events.stream import EVENTS
from caruban.kernel.permissions import declared
from tests.docs.files import CODE, DOCS, named, sections

PAGE = DOCS / "glossary.md"
MODELS = [
    model for model in apps.get_models(include_auto_created=False)
    if model.__module__.startswith("caruban.")
]  # fmt: skip
CHOICES = [
    (model, field, str(value), str(label))
    for model in MODELS
    for field in model._meta.concrete_fields
    for value, label in field.choices or ()
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_has_its_word(model):
    assert model.__name__ in named(PAGE)


@pytest.mark.parametrize("choice", CHOICES, ids=lambda one: f"{one[0].__name__}-{one[2]}")
def test_every_choice_has_its_word_and_its_label(choice):
    _model, _field, value, label = choice
    rows = [row.lower() for row in PAGE.read_text("utf-8").splitlines() if f"`{value}`" in row]
    assert any(label.lower() in row for row in rows), f"{value}: {label}"


def test_permissions_are_those_that_modules_declare():
    told = set(CODE.findall(sections(PAGE)["Permissions"])) - {"kernel/accounts/roles.py"}
    of_ours = {
        name for name, one in declared().items() if type(one).__module__.startswith("caruban.")
    }
    assert told == of_ours


def test_events_are_those_that_can_happen():
    told = set(CODE.findall(sections(PAGE)["Events"]))
    of_ours = {name for name, event in EVENTS.items() if event.__module__.startswith("caruban.")}
    assert told == of_ours


def test_every_role_and_state_has_its_word():
    assert {role.value for role in Role} <= named(PAGE)
    assert set(STATES) == set(
        CODE.findall(sections(PAGE)["States of an evaluation (`Assessment.State`)"])
    )
