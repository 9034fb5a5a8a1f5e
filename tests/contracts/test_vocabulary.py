"""Every action, event, job and model keeps the house's promises; found, never listed."""

import inspect
import re
import string
from dataclasses import MISSING, fields

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils.functional import Promise

from caruban.kernel.accounts.roles import GRANTS
from caruban.kernel.actions import ACTIONS
from caruban.kernel.actors import Guest
from caruban.kernel.events.stream import EVENTS
from caruban.kernel.history.triggers import tables_of_record
from caruban.kernel.jobs import JOBS
from caruban.kernel.permissions import declared
from caruban.kernel.records import Record

OWN = re.compile(r"^caruban\.")
EVERY_ACTION = [pytest.param(ACTIONS[name], id=name) for name in sorted(ACTIONS) if OWN.match(name)]
EVERY_EVENT = [
    pytest.param(event, id=name)
    for name, event in sorted(EVENTS.items())
    if OWN.match(event.__module__)
]
EVERY_JOB = [pytest.param(JOBS[name], id=name) for name in sorted(JOBS) if OWN.match(name)]
SEEN_BY_NOBODY = {  # tables of record that belong to no organisation, and why
    "Instrument": "shared by all institutions, public",
    "Token": "belongs to a person, who may hold roles in several institutions",
    "Feed": "belongs to a person, as a token does",
    "ReminderMail": "a claim of the job that sends mail; shown on no page",
}
NO_RECORDS = {  # tables of ours that are no tables of record, and why
    "Attempt": "one try to send a webhook, and its outcome; forgotten with the message",
    "Blob": "content by its own fingerprint: it never changes",
    "Choice": "what somebody wants to be told of, and how",
    "Change": "it is the history, append-only by trigger",
    "Draft": "what somebody typed and has not saved; forgotten after 14 days",
    "FeedUse": "when a calendar was last read; the feed itself is of record",
    "Habit": "how somebody likes a list: columns, the view it opens with",
    "Happening": "what happened, append-only by trigger",
    "Delivery": "a message to another system; forgotten after 30 days",
    "Desk": "what somebody arranged for themselves: favourites, shortcuts",
    "KeptAnswer": "the answer to a change, for who repeats it; forgotten after a day",
    "Letter": "a mail about notices; forgotten after 180 days",
    "Line": "what becomes of a row in a run; forgotten with it",
    "Mapping": "how somebody matches the columns of their sheets",
    "Notice": "that somebody is told of what happened; forgotten after 180 days",
    "Part": "a piece of the file of a run; forgotten with it",
    "Pulse": "whether another system answers now; kept by the job that sends",
    "Reading": "who saw personal data in full: written once, never changed",
    "Run": "work under way for one person; forgotten 30 days after its last step",
    "SavedView": "a state of a list that somebody named for themselves or others",
    "Sent": "the token of a form that was saved; forgotten after 2 days",
    "SignIn": "a step at the door, append-only by trigger",
    "Sign": "what the machines did by themselves; the newest of each kind stays",
    "Spending": "what is spent of budgets of requests; forgotten as it is forgiven",
    "TokenUse": "when a token was last used; the token itself is of record",
    "Total": "counters for metrics",
    "Visit": "where somebody was lately; forgotten after 90 days",
}


@pytest.mark.parametrize("action", EVERY_ACTION)
def test_every_action_asks_a_permission_that_exists(action):
    assert declared()[str(action.permission)] is action.permission
    assert GRANTS[action.permission].roles


@pytest.mark.parametrize("action", EVERY_ACTION)
def test_every_action_takes_its_subject_first_and_its_actor_by_name(action):
    subject, *others = inspect.signature(action).parameters.values()
    kinds = {one.name: one.kind for one in others}

    assert subject.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    assert kinds["by"] is inspect.Parameter.KEYWORD_ONLY
    assert set(kinds.values()) <= {
        inspect.Parameter.KEYWORD_ONLY,
        inspect.Parameter.VAR_KEYWORD,
    }


@pytest.mark.parametrize("action", EVERY_ACTION)
def test_every_action_says_what_it_does(action):
    assert inspect.getdoc(action)


@pytest.mark.parametrize("event", EVERY_EVENT)
def test_every_event_has_a_sentence_that_its_details_fill(event):
    details = {one.name for one in fields(event) if one.name != "subject"}
    named = {part[1] for part in string.Formatter().parse(str(event.sentence)) if part[1]}

    assert inspect.getdoc(event)
    assert {"actor", "subject"} <= named | {"subject"}
    assert named <= details | {"actor", "subject"}
    assert str(event.sentence).endswith(".")


@pytest.mark.parametrize("event", EVERY_EVENT)
def test_every_event_is_named_noun_and_past_verb(event):
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", event.name)


@pytest.mark.parametrize("event", EVERY_EVENT)
def test_the_details_of_every_event_are_plain(event):
    kinds = {one.type for one in fields(event) if one.name != "subject"}

    assert kinds <= {int, str, bool, str | Promise}, "JSON holds them as they are"
    assert all(one.default is MISSING or isinstance(one.default, str) for one in fields(event))


@pytest.mark.parametrize("job", EVERY_JOB)
def test_every_job_says_what_it_does(job):
    assert inspect.getdoc(job)


@pytest.mark.parametrize("model", tables_of_record(), ids=lambda model: model.__name__)
def test_every_table_of_record_names_its_organisation_or_says_why_not(model):
    assert (model.organisation_path is None) == (model.__name__ in SEEN_BY_NOBODY)


@pytest.mark.parametrize("model", tables_of_record(), ids=lambda model: model.__name__)
def test_every_table_of_record_names_itself_and_its_fields(model):
    from django.db.models import ForeignKey

    unnamed = [
        field.name
        for field in model._meta.concrete_fields
        if field.verbose_name == field.name.replace("_", " ") and isinstance(field, ForeignKey)
    ]
    assert "verbose_name" in model._meta.original_attrs
    assert not unnamed


def test_every_model_of_ours_is_a_table_of_record_or_says_why_not():
    others = {
        model.__name__
        for model in apps.get_models()
        if OWN.match(model.__module__) and not issubclass(model, Record)
    }

    assert others <= NO_RECORDS.keys()


@pytest.mark.django_db
def test_models_and_migrations_agree(capsys):
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)

    assert "No changes detected" in capsys.readouterr().out


def test_a_guest_is_never_allowed_by_default():
    from caruban.kernel.access import may, require

    public = {name for name, one in declared().items() if may(Guest(), one)}

    assert public == {name for name, grant in GRANTS.items() if grant.is_public}
    with pytest.raises(PermissionDenied):
        require(Guest(), declared()["answer.fill"])
    assert not AnonymousUser().is_authenticated
