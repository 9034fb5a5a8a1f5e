"""The vocabulary of permissions and the table of grants hold each other."""

from enum import StrEnum

from caruban.kernel.accounts.checks import every_permission_is_granted
from caruban.kernel.accounts.roles import GRANTS, Role
from caruban.kernel.permissions import Permission, declared


def test_the_table_of_grants_and_the_vocabulary_are_the_same():
    assert declared().keys() == GRANTS.keys()
    assert every_permission_is_granted() == []


def test_a_permission_missing_from_the_table_stops_the_start(monkeypatch):
    monkeypatch.delitem(GRANTS, "document.read")
    monkeypatch.setitem(GRANTS, "invented.verb", GRANTS["document.add"])

    sentences = [error.msg for error in every_permission_is_granted()]

    assert sentences == [
        "permission document.read is declared, but kernel.accounts.roles.GRANTS lacks it",
        "kernel.accounts.roles.GRANTS names invented.verb, which no module declares",
    ]


def test_every_permission_reads_noun_and_verb_and_is_declared_once():
    names = [str(one) for module in Permission.__subclasses__() for one in module]

    assert issubclass(Permission, StrEnum)
    assert len(names) == len(set(names)) == len(declared())
    assert all(len(name.split(".")) == 2 for name in names)


def test_every_grant_is_held_by_somebody_and_the_system_is_no_citizen():
    assert all(grant.roles for grant in GRANTS.values())
    assert all(grant.roles <= set(Role) for grant in GRANTS.values())
