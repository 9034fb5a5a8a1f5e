"""`caruban admit` gives a new house its first account, and refuses what it cannot give."""

import argparse
import re

import pytest

from caruban.config.commands import admit
from caruban.config.problems import Problem
from caruban.kernel.accounts.models import User
from caruban.kernel.accounts.roles import Role
from tests.factories import an_institution

pytestmark = pytest.mark.django_db


def asked(**changed):
    told = {
        "email": "nama@example.go.id",
        "name": "Nama Lengkap",
        "role": "operator",
        "institution": "32.09",
    }
    return argparse.Namespace(**(told | changed))


@pytest.fixture
def institution():
    return an_institution(region_code="32.09")


def test_somebody_new_gets_an_account_a_password_and_the_role(institution, capsys):
    assert admit.run(asked()) == 0
    (password,) = re.findall(r"password, shown this once: (\S+)", capsys.readouterr().out)
    user = User.objects.get(email="nama@example.go.id")
    assert user.check_password(password)
    (holding,) = user.holdings
    assert (holding.role, holding.organisation_id) == (Role.OPERATOR, institution.pk)


def test_somebody_known_keeps_the_password(institution, capsys):
    admit.run(asked())
    capsys.readouterr()
    admit.run(asked(role="secretary", email="NAMA@example.go.id"))
    assert "password" not in capsys.readouterr().out
    assert User.objects.filter(email__iexact="nama@example.go.id").count() == 1


@pytest.mark.parametrize(
    ("wrong", "status", "told"),
    [
        ({"institution": "99.99"}, 2, "no institution has the region code '99.99'"),
        ({"role": "king"}, 2, "no role is named 'king'"),
        ({"role": "system"}, 2, "no role is named 'system'"),
        ({"email": "nonsense"}, 2, "alamat surel lengkap"),
    ],
)
def test_what_cannot_be_given_is_refused_and_nothing_kept(institution, wrong, status, told):
    with pytest.raises(Problem, match=told) as refusal:
        admit.run(asked(**wrong))
    assert refusal.value.status == status
    assert not User.objects.exclude(is_system=True).exists()


def test_the_same_role_twice_is_refused(institution):
    admit.run(asked())
    with pytest.raises(Problem) as refusal:
        admit.run(asked())
    assert refusal.value.status == 1
