"""Jobs as they lie in the queue, and an operator who looks at them."""

import pytest
from django.db import connection


@pytest.fixture
def operator(db):
    from tests.factories import a_user, an_institution  # models come when Django is set up

    return a_user("operator", an_institution(), name="Pengelola")


@pytest.fixture
def a_job(db):
    """Give a function that puts a job of a status into the queue, and gives its number."""
    from caruban.kernel.operations.models import Sign

    def put(status="failed", *, task="caruban.kernel.documents.jobs.collect", reason="", lock=None):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
                " VALUES ('upkeep', %s, '{\"timestamp\": 0}') RETURNING id",
                [task],
            )
            number = cursor.fetchone()[0]
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = %s, queueing_lock = %s WHERE id = %s",
                [status, lock, number],
            )
        if reason:
            Sign.objects.create(kind=Sign.Kind.JOB, is_well=False, told=reason, number=number)
        return number

    return put
