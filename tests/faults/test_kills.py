"""What was acknowledged is there, whatever dies: 1,000 saves under SIGKILL, the real processes."""

import http.client
import threading
import time
from copy import copy

import pytest
from django.utils import timezone

from tests.config.processes import wait_until
from tests.faults.house import House, Reader, kill

pytestmark = pytest.mark.faults

SAVES, SAVERS = 1000, 4
NO_ANSWER = (OSError, http.client.HTTPException)


class Saver(threading.Thread):
    """Saves one indicator again and again, as the page does: until it is told that it is saved.

    saved   every text whose save was acknowledged, in order
    away    how often nobody answered, or said that the database was away
    """

    def __init__(self, reader: Reader, number: int, version: int) -> None:
        super().__init__()
        self.reader, self.number, self.version = reader, number, version
        self.saved: list[str] = []
        self.away = 0
        self.failure: object = None

    def run(self) -> None:
        try:
            for turn in range(SAVES // SAVERS):
                self.save(f"Isian {self.number}, simpanan {turn}")
        except Exception as error:
            self.failure = error
            raise

    def save(self, text: str) -> None:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                status, told = self.reader.save(
                    f"/evaluasi/32.09/{timezone.localdate().year}/indikator/{self.number}/isian/",
                    version=self.version, narrative=text,
                )  # fmt: skip
            except NO_ANSWER:
                status = 503
            if status == 200:
                self.version = told["version"]
                self.saved.append(text)
                return
            assert status == 503, (status, told)
            self.away += 1
            time.sleep(0.1)
        raise AssertionError(f"never saved: {text}")


def test_every_acknowledged_save_survives_the_death_of_web_worker_and_database(
    house: House, reader: Reader
):
    with house.rows() as rows:
        versions = dict(rows.execute(
            "SELECT number, answer.version FROM evaluation_answer answer JOIN "
            "evaluation_assessment ON assessment_id = evaluation_assessment.id WHERE year = %s",
            [timezone.localdate().year],
        ).fetchall())  # fmt: skip
    savers = [Saver(copy(reader), number, versions[number]) for number in range(1, SAVERS + 1)]
    for saver in savers:
        saver.start()

    after(savers, 200)
    kill(house.web())
    after(savers, 400)
    kill(house.worker())
    after(savers, 600)
    kill(house.database())
    after(savers, 800)
    kill(house.everything())
    house.process.wait()
    house.start()
    for saver in savers:
        saver.join()

    assert [saver.failure for saver in savers] == [None] * SAVERS
    assert sum(len(saver.saved) for saver in savers) == SAVES
    assert all(saver.away for saver in savers)
    wait_until(lambda: len(house.worker()) == 1)
    with house.rows() as rows:
        for saver in savers:
            assert answer_of(rows, saver.number) == (saver.saved[-1], saver.version)
            assert history_of(rows, saver.number) == saver.saved


def after(savers: list[Saver], many: int) -> None:
    """Wait until so many saves were acknowledged."""
    wait_until(
        lambda: (
            sum(len(saver.saved) for saver in savers) >= many
            or any(saver.failure for saver in savers)
        )
    )


def answer_of(rows, number: int) -> tuple[str, int]:
    """Give narrative and version of this year's answer."""
    return rows.execute(
        "SELECT narrative, answer.version FROM evaluation_answer answer JOIN "
        "evaluation_assessment ON assessment_id = evaluation_assessment.id "
        "WHERE year = %s AND number = %s",
        [timezone.localdate().year, number],
    ).fetchone()


def history_of(rows, number: int) -> list[str]:
    """Give every narrative that this test ever saved, by the database's own history."""
    return [
        text
        for (text,) in rows.execute(
            "SELECT after ->> 'narrative' FROM history_change WHERE \"table\" = "
            "'evaluation_answer' AND after ->> 'narrative' LIKE %s ORDER BY id",
            [f"Isian {number}, simpanan %"],
        )
    ]
