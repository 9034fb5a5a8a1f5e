"""People and addresses for the pages on which an evaluation is done."""

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from caruban.evaluation.models import Answer, Assessment
from caruban.kernel.accounts.models import User
from caruban.kernel.accounts.roles import Role
from caruban.kernel.organisations.models import Organisation
from tests.evaluation.factories import a_small_instrument, an_answer, an_assessment
from tests.factories import a_unit, a_user, an_institution

YEAR = 2026  # all instruments that come with the house are in force on some day of it


def browser(user: User | None = None) -> Client:
    """Give a browser in which somebody is signed in."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def address(page: str, one: Answer | Assessment, **further: Any) -> str:
    """Give the address of a page about an evaluation or one of its answers."""
    assessment = one.assessment if isinstance(one, Answer) else one
    place = {"region": assessment.institution.region_code, "year": assessment.year}
    if isinstance(one, Answer):
        place["number"] = one.number
    return reverse(f"evaluation:{page}", kwargs={**place, **further})


@dataclass
class Cast:
    """An institution at work on an evaluation, with one person for each part in it."""

    institution: Organisation
    unit: Organisation
    assessment: Assessment

    @property
    def answer(self) -> Answer:
        return an_answer(self.assessment)

    def person(self, role: Role, place: Organisation | None = None) -> User:
        """Give somebody with a role: in the unit that answers, where the role fills; else above."""
        below = role in (Role.OFFICER, Role.UNIT_HEAD)
        return a_user(role, place or (self.unit if below else self.institution))

    def at(self, state: str) -> "Cast":
        """Move the evaluation to a state, without asking."""
        Assessment.objects.filter(pk=self.assessment.pk).update(state=state)
        self.assessment.refresh_from_db()
        return self

    def post(
        self, page: str, user: User, data: dict[str, Any] | None = None, **further: Any
    ) -> Any:
        """Press a button of the first answer, as somebody."""
        return browser(user).post(address(page, self.answer, **further), data or {})

    def save(self, user: User, **data: Any) -> Any:
        """Save fields as the page's script does, from the version that is there unless told."""
        answer = self.answer
        return browser(user).post(
            address("fill", answer),
            {"version": answer.version, **data},
            headers={"accept": "application/json"},
        )


def a_cast(state: str = "self_assessment", *, instrument: Any = None, levels: Any = None) -> Cast:
    """Give an institution with a unit that answers a small evaluation, in a state."""
    institution = an_institution()
    unit = a_unit(institution)
    assessment = an_assessment(
        institution,
        instrument=instrument or a_small_instrument(),
        year=YEAR,
        unit=unit,
        state=state,
        levels=levels,
    )
    return Cast(institution, unit, assessment)


def doers(holders: set[Role]) -> list[Any]:
    """Give every role of a person, each with whether it is among those that may."""
    people = [role for role in Role if role not in (Role.CITIZEN, Role.SYSTEM)]
    return [(role, role in holders) for role in people]
