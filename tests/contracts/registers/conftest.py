"""Every test that asks for `register` runs for each one that is found."""

import pytest

from tests.contracts.registers.exemptions import EXEMPT


def pytest_generate_tests(metafunc):
    if "register" not in metafunc.fixturenames:
        return
    from caruban.kernel.registers.register import all_registers  # there when Django is set up

    test = metafunc.function.__name__.removeprefix("test_")
    found = [
        pytest.param(one, id=one.name, marks=_marks(one.name, test)) for one in all_registers()
    ]
    metafunc.parametrize("register", found)


def _marks(name, test):
    reason = EXEMPT.get((name, test))
    return [pytest.mark.xfail(strict=True, reason=reason)] if reason else []


@pytest.fixture
def scene(register, db, settings, tmp_path):
    from tests.contracts.registers.scene import Scene

    settings.DOCUMENT_ROOT = tmp_path / "documents"
    return Scene(register)
