"""Outside demo mode the house is secure as it stands."""

import os

from tests.config.processes import KEY, place, run


def test_djangos_deployment_check_finds_nothing():
    with place() as folder:
        ended = run(
            "manage", "check", "--deploy", "--fail-level", "DEBUG",
            CARUBAN_DATA_DIR=folder, CARUBAN_SECRET_KEY=KEY, CARUBAN_ALLOWED_HOSTS="spbe.go.id",
            DATABASE_URL=os.environ["DATABASE_URL"],
        )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert "no issues" in ended.stdout
