"""One installation for the tests that harm it; each leaves it well again."""

import pytest


@pytest.fixture(scope="module")
def house():
    from tests.config.processes import place
    from tests.faults.house import House

    with place() as folder:
        house = House(folder)
        try:
            house.start()
            yield house
        finally:
            house.stop()


@pytest.fixture
def reader(house):
    from tests.faults.house import SECRETARY, Reader

    reader = Reader(house)
    reader.sign_in(SECRETARY)
    return reader
