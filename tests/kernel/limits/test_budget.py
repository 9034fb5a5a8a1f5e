"""A budget is spent once for all processes, fills up steadily, and says what is left."""

import os
import subprocess
import sys
import time

import pytest
from django.db import connection

from caruban.kernel.limits.budget import Budget, forgive, spend
from caruban.kernel.limits.models import Spending

FIVE = Budget("test", 5, period=60)


@pytest.mark.django_db
def test_a_budget_is_spent_request_by_request_and_then_refused():
    spent = [spend("user:1", FIVE) for _each in range(6)]

    assert [one.is_refused for one in spent] == [False] * 5 + [True]
    assert spent[0].left == 4
    assert spent[-1].wait in range(10, 13), "until one fifth of a minute is over"
    assert spent[-1].headers == {
        "RateLimit-Policy": '"test";q=5;w=60',
        "RateLimit": '"test";r=0',
        "Retry-After": str(spent[-1].wait),
    }
    assert spent[0].headers.keys() == {"RateLimit-Policy", "RateLimit"}


@pytest.mark.django_db
def test_a_refused_request_costs_nothing():
    for _each in range(5):
        spend("user:1", FIVE)
    before = Spending.objects.get().due

    for _each in range(10):
        assert spend("user:1", FIVE).is_refused
    assert Spending.objects.get().due == before


@pytest.mark.django_db
def test_each_has_a_budget_of_their_own():
    for _each in range(5):
        spend("user:1", FIVE)

    assert not spend("user:2", FIVE).is_refused


@pytest.mark.django_db
def test_a_heavy_request_counts_for_several_and_never_for_more_than_all():
    assert not spend("user:1", FIVE, weight=4).is_refused
    assert spend("user:1", FIVE, weight=2).is_refused
    assert not spend("user:1", FIVE, weight=1).is_refused
    assert not spend("user:2", FIVE, weight=1_000).is_refused


@pytest.mark.django_db
def test_what_was_spent_is_forgiven_with_time():
    quick = Budget("quick", 50, period=1)
    while not (refused := spend("user:1", quick)).is_refused:
        pass
    assert refused.wait == 1
    time.sleep(0.1)

    assert not spend("user:1", quick).is_refused


@pytest.mark.django_db
def test_what_is_forgiven_is_dropped_and_what_is_owed_stays():
    spend("user:1", FIVE)
    spend("user:2", FIVE)
    Spending.objects.filter(pk="user:1").update(due=0)

    assert forgive() == 1
    assert Spending.objects.get().pk == "user:2"


@pytest.mark.django_db
def test_the_table_costs_no_write_ahead_log():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'limits_spending'")
        assert cursor.fetchone() == ("u",)


SPENDER = """
import sys, django
django.setup()
from caruban.kernel.limits.budget import Budget, spend
budget = Budget("shared", 100, period=3600)
print(sum(not spend("user:1", budget).is_refused for _each in range(80)))
"""


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_two_processes_spend_one_budget():
    given = connection.settings_dict
    url = "postgresql:///{NAME}?host={HOST}&port={PORT}&user={USER}&password={PASSWORD}"
    environment = {**os.environ, "DATABASE_URL": url.format(**given)}

    both = [
        subprocess.Popen([sys.executable, "-c", SPENDER], env=environment, stdout=subprocess.PIPE)
        for _each in range(2)
    ]
    let_through = [int(one.communicate(timeout=60)[0]) for one in both]

    assert 100 <= sum(let_through) <= 102, "an hour's hundred, and what seconds forgave"
    assert all(0 < one <= 80 for one in let_through)
