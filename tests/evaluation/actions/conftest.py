"""A small evaluation with its people, and what must not change when something is refused.

Models are imported inside: pytest reads this file before Django is set up.
"""

from threading import Barrier, Thread

import pytest


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOCUMENT_ROOT = tmp_path / "documents"


@pytest.fixture
def institution():
    from tests.factories import an_institution

    return an_institution()


@pytest.fixture
def unit(institution):
    from tests.factories import a_unit

    return a_unit(institution)


@pytest.fixture
def instrument():
    from tests.evaluation.factories import a_small_instrument

    return a_small_instrument()


def _a(role, organisation):
    from tests.factories import a_user

    return a_user(role, organisation)


@pytest.fixture
def secretary(institution):
    return _a("secretary", institution)


@pytest.fixture
def officer(unit):
    return _a("officer", unit)


@pytest.fixture
def reviewer(institution):
    return _a("internal_assessor", institution)


@pytest.fixture
def assessor(institution):
    return _a("assessor", institution)


@pytest.fixture
def in_state(institution, instrument, unit):
    """Give an evaluation of the institution in a state; the unit answers all of it."""
    from tests.evaluation.factories import an_assessment

    def made(state, **details):
        return an_assessment(institution, instrument=instrument, state=state, unit=unit, **details)

    return made


@pytest.fixture
def unchanged():
    """Give a check that nothing was written since."""
    from caruban.evaluation.models import Answer, Evidence, Judgement, Objection
    from caruban.kernel.documents.models import Document
    from caruban.kernel.events.models import Happening
    from caruban.kernel.history.models import Change

    counted = (Happening, Change, Evidence, Judgement, Objection, Document)

    def counts():
        return [model.objects.count() for model in counted], sorted(
            Answer.objects.values_list("pk", "version")
        )

    def start():
        before = counts()

        def check():
            assert counts() == before

        return check

    return start


@pytest.fixture
def told():
    """Give what happened to a record as people read it, the earliest first."""
    from caruban.kernel.events.stream import happenings_of, tell

    return lambda record: [tell(one) for one in reversed(list(happenings_of(record)))]


@pytest.fixture
def at_once():
    """Run functions in threads at the same moment; give what each gave or raised."""
    from django.db import connection

    def run(*functions):
        barrier = Barrier(len(functions))
        results = [None] * len(functions)

        def one(order, function):
            try:
                barrier.wait(10)
                results[order] = function()
            except Exception as error:  # noqa: BLE001 (whatever it is, the test looks at it)
                results[order] = error
            finally:
                connection.close()

        threads = [Thread(target=one, args=pair) for pair in enumerate(functions)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return results

    return run
