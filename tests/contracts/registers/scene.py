"""Where the contracts of registers play: at home and elsewhere; people by role, as asked for."""

from functools import cached_property
from http import HTTPStatus

from django.test import Client
from django.urls import reverse

from caruban.kernel.accounts.roles import GRANTS, Reach, Role
from tests.contracts.registers.samples import a_record
from tests.factories import a_unit, a_user, an_institution

SYSTEM_ONLY = {Role.SYSTEM}


class Scene:
    """One register, with a record at home, and who may and may not reach it."""

    def __init__(self, register):
        self.register = register
        self.institution = an_institution()
        self.home = a_unit(self.institution)
        self.people = {}

    @cached_property
    def record(self):
        return a_record(self.register, at=self.home)

    @cached_property
    def elsewhere(self):
        return a_unit(an_institution())

    @cached_property
    def foreign(self):
        """Give a record of another institution."""
        return a_record(self.register, at=self.elsewhere)

    def person(self, role, at=None):
        """Give who holds a role at home, or at another organisation."""
        place = at or self.place_of(role)
        key = role, place.pk
        if key not in self.people:
            self.people[key] = a_user(role, place)
        return self.people[key]

    def place_of(self, role):
        """Units have officers and heads; the other roles are the institution's."""
        return self.home if role in {Role.OFFICER, Role.UNIT_HEAD} else self.institution

    def holder(self, permission):
        """Give somebody who holds a permission at home; None where only the machine does."""
        roles = sorted(GRANTS[permission].roles - SYSTEM_ONLY)
        if Role.CITIZEN in roles:
            return self.person(Role.OFFICER)
        reaches_up = GRANTS[permission].reach is Reach.SUBTREE
        places = {one: self.institution if reaches_up else self.place_of(one) for one in roles}
        return self.person(roles[0], places[roles[0]]) if roles else None

    def reader(self):
        """Give who may read the register, and see everything of it that anybody may."""
        wanted = {self.register.reads, *self.register.masked.values()}
        for role in sorted(set(Role) - {Role.CITIZEN, Role.SYSTEM}):
            if all(role in GRANTS[one].roles or GRANTS[one].is_public for one in wanted):
                return self.person(role)
        return self.holder(self.register.reads)

    def holds(self, person, permission):
        """Say whether somebody holds a permission anywhere."""
        roles = GRANTS[permission].roles
        return person is not None and any(one.role in roles for one in person.memberships.all())

    def client(self, person=None):
        """Give a browser of a person; a guest's for None."""
        browser = Client()
        if person is not None:
            browser.force_login(person)
        return browser

    def several(self, many=3):
        """Give records at home, the one of the scene among them."""
        return [self.record, *(a_record(self.register, at=self.home) for _one in range(many - 1))]

    def place(self, page="list", *args):
        """Give the address of a page of the register."""
        return reverse(f"registers:{page}", args=[self.register, *args])

    def page(self, person, address):
        """Give a page as text; it must be there."""
        answer = self.client(person).get(address)
        content = b"".join(answer).decode()
        assert answer.status_code == HTTPStatus.OK, (address, answer.status_code)
        return content
