"""Sample records and people for every route: a finished evaluation and one under way."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.test import Client

from caruban.evaluation.models import Objection, Plan
from caruban.evaluation.rules.effort import efforts_of
from caruban.evaluation.rules.path import Question, find
from caruban.kernel.accounts.models import User
from caruban.kernel.accounts.roles import Role
from caruban.kernel.attachments.actions import attach_known
from caruban.kernel.comments.actions import write
from caruban.kernel.history.models import Change
from caruban.kernel.invitations.registers import InvitationRegister
from caruban.kernel.operations.jobs import trial_mail
from caruban.kernel.registers.imports.actions import receive
from caruban.kernel.registers.lists.actions import save_view
from caruban.kernel.reports.models import Report
from caruban.kernel.sealed import sealed
from caruban.kernel.webhooks.models import Delivery, Endpoint
from tests.contracts.registers.samples import a_record
from tests.evaluation.factories import (
    a_document,
    a_document_of_an_instrument,
    a_final_result,
    an_answer,
    an_assessment,
    an_evidence,
)
from tests.factories import a_unit, a_user, an_institution, system
from tests.toys.factories import a_maker, a_toy
from tests.toys.registers import ToyRegister

FINISHED, RUNNING = 2021, 2022
REGION = "32.09"
SHEET = b"kode;nama\nM-77;Gasing\n"


@dataclass(frozen=True)
class Scene:
    """What routes are tried with: people by name, a client for each, and values for addresses."""

    people: dict[str, Client]
    samples: dict[str, Any]

    def at(self, year: int) -> dict[str, Any]:
        return self.samples | {"year": year}


def a_scene() -> Scene:
    """Build it all; the unit of officer and head answers every indicator."""
    from caruban.evaluation.actions.instruments import load_instrument
    from caruban.evaluation.queries.plans import plain_answer, plain_question

    institution = an_institution("Pemerintah Kabupaten Contoh", region_code=REGION)
    unit = a_unit(institution, "Dinas Contoh")
    instrument = load_instrument(by=system(), document=a_document_of_an_instrument())
    a_final_result(institution, FINISHED, instrument=instrument)
    running = an_assessment(
        institution, instrument=instrument, year=RUNNING, unit=unit, levels={1: 2}
    )
    answer = an_answer(running)
    document = a_document(unit, title="SK Contoh")
    content = instrument.content
    question = Question(content, {}, {("index", 0): 1}, (2024,), efforts_of(content, {}))
    plan = Plan.objects.create(
        institution=institution,
        instrument=instrument,
        question=plain_question(question),
        answer=plain_answer(find(question)),
        by=system(),
    )
    report = Report.objects.create(
        organisation=institution, title="Laporan", by=system(), content="a" * 64, sha256="b" * 64
    )
    endpoint = Endpoint.objects.create(
        institution=institution,
        name="Portal",
        url="https://portal.contoh.invalid/",
        secret=sealed("", purpose="webhook"),
    )
    toy = a_toy(unit)
    secretary = a_user(Role.SECRETARY, institution)
    comment = write(toy, by=secretary, register=ToyRegister, text="Sudah diperiksa.")
    attachment = attach_known(toy, by=secretary, register=ToyRegister, document=document)
    objection = Objection.objects.create(answer=answer, wanted_level=3, grounds="Ada SK")
    clients = people(institution, unit)
    officer = person_of(clients[Role.OFFICER])
    kept_by = person_of(clients[Role.SECRETARY])
    view = save_view(ToyRegister, by=kept_by, name="Contoh", query="")
    run, _is_new = receive(ToyRegister, by=kept_by, name="mainan.csv", file=BytesIO(SHEET))
    return Scene(
        people=clients,
        samples={
            "region": REGION,
            "year": RUNNING,
            "for_year": 2024,
            "number": 1,
            "code": instrument.code,
            "verify_report.code": report.code,
            "document": document.pk,
            "evidence": an_evidence(answer, document=document).pk,
            "objection": objection.pk,
            "pk": plan.pk,
            "job": trial_mail.defer(user=0),
            "uidb36": "1",
            "help_page.name": "my-work",
            "chapter": "evaluation-results",
            "key": "abc",
            "provider_id": "oidc",
            "notice": 1,
            "register": "mainan",
            "registers.pk": toy.pk,
            "comment": comment.pk,
            "attachment": attachment.pk,
            "endpoint": endpoint.pk,
            "delivery": Delivery.objects.create(endpoint=endpoint, key="msg_contoh").pk,
            "secret": "abc",
            "notices:stop.word": "abc",
            "registers.number": view.pk,
            "run": run.pk,
            "change": Change.objects.filter(table="toys_toy", record=toy.pk).latest("pk").pk,
            "kind": "csv",
            "field": "maker",
            "registers.name": "approve",
            "registers:filter_choices.name": "organisation",
            "api:assessments.id": running.pk,
            "api:documents.id": document.pk,
            "api:document_versions.id": document.latest.pk,
            "api:institutions.id": institution.pk,
            "api:instruments.id": instrument.pk,
            "api:invitations.id": a_record(InvitationRegister, at=unit).pk,
            "api:makers.id": a_maker(unit).pk,
            "api:memberships.id": officer.memberships.get().pk,
            "api:toys.id": toy.pk,
            "api:units.id": unit.pk,
            "api:users.id": officer.pk,
        },
    )


def person_of(client: Client) -> User:
    """Give who is signed in with a client."""
    return User.objects.get(pk=client.session["_auth_user_id"])


def people(institution: Any, unit: Any) -> dict[str, Client]:
    """Give a client for each: a guest, one of every role, and three who must not get in."""
    places = {Role.OFFICER: unit, Role.UNIT_HEAD: unit}
    users = {
        str(role): a_user(role, places.get(role, institution))
        for role in Role
        if role not in (Role.CITIZEN, Role.SYSTEM)
    }
    users["nobody"] = a_user()
    users["officer_of_another_unit"] = a_user(Role.OFFICER, a_unit(institution))
    users["secretary_of_elsewhere"] = a_user(Role.SECRETARY, an_institution())
    clients = {"guest": Client()}
    for name, user in users.items():
        clients[name] = Client()
        clients[name].force_login(user)
        clients[name].get("/akun/")  # the session is seen once before anything is counted
    return clients
