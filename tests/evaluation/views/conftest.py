"""Kabupaten Cirebon's result of 2021 with its targets, and people who read it.

Models are imported where they are used: this file is read before Django is set up.
"""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client


@pytest.fixture
def cirebon(db):
    from tests.factories import an_institution

    return an_institution("Pemerintah Kabupaten Cirebon", "32.09")


@pytest.fixture
def result(cirebon):
    """The result of 2021, its levels reconstructed."""
    from caruban.datasets.cirebon import files
    from caruban.evaluation.actions.assessments import record_result
    from tests.evaluation.factories import spbe
    from tests.factories import system

    told = files.told("index_2021.yaml")
    return record_result(
        cirebon,
        by=system(),
        instrument=spbe(),
        year=2021,
        levels=told["levels"],
        provenance=told["provenance"],
        note=told["provenance_note"],
    )


@pytest.fixture
def targets(result):
    """The result with the targets of 2024."""
    from caruban.datasets.cirebon import files
    from caruban.evaluation.actions.plans import set_targets
    from tests.factories import system

    told = files.told("targets_2024.yaml")
    values = {("index", 0): Decimal(told["index"])}
    values |= {("domain", n): Decimal(text) for n, text in told["domains"].items()}
    values |= {("aspect", n): Decimal(text) for n, text in told["aspects"].items()}
    set_targets(
        result.institution,
        by=system(),
        instrument=result.instrument,
        year=2024,
        values=values,
        source=told["source"],
    )
    return result


@pytest.fixture
def guest(db) -> Client:
    return Client()


@pytest.fixture
def secretary(cirebon, client_of: Callable[..., Client]) -> Client:
    from tests.factories import a_user

    return client_of(a_user("secretary", cirebon))


@pytest.fixture
def leader(cirebon, client_of: Callable[..., Client]) -> Client:
    """Somebody who reads everything of the institution and changes nothing."""
    from tests.factories import a_user

    return client_of(a_user("leader", cirebon))


@pytest.fixture
def outsider(client_of: Callable[..., Client], db) -> Client:
    """The secretary of another institution."""
    from tests.factories import a_user, an_institution

    return client_of(a_user("secretary", an_institution()))
