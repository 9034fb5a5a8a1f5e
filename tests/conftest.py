"""One real PostgreSQL for a whole run, started once; what every test may lean on."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import django
import pytest
from hypothesis import settings as hypothesis_settings

# named here and not in pyproject.toml, where pytest-django would read them before the lines below
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"  # the house with the tests' own register
os.environ.setdefault("CARUBAN_SECRET_KEY", "tests-only-" + "0123456789" * 5)
os.environ["CARUBAN_DEMO"] = "1"
os.environ["CARUBAN_EMAIL_URL"] = ""
_made = "" if "CARUBAN_TEST_DATA_DIR" in os.environ else tempfile.mkdtemp(prefix="caruban-test-")
os.environ["CARUBAN_DATA_DIR"] = _made or os.environ["CARUBAN_TEST_DATA_DIR"]
os.environ["CARUBAN_TEST_DATA_DIR"] = os.environ["CARUBAN_DATA_DIR"]  # workers share it
Path(os.environ["CARUBAN_DATA_DIR"], "static").mkdir(exist_ok=True)  # served by whitenoise

hypothesis_settings.register_profile("house", deadline=None)  # a busy machine is no failure
hypothesis_settings.load_profile("house")

_stack = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Start the database in the controller, before settings are read; workers are told its URL."""
    if "CARUBAN_TEST_DATABASE_URL" not in os.environ:
        from caruban.config.servers.postgres import running

        folder = _stack.enter_context(tempfile.TemporaryDirectory(prefix="caruban-pg-"))
        Path(folder).chmod(0o711)  # as root, the database runs as somebody else
        url = _stack.enter_context(running(Path(folder) / "cluster", durable=False))
        os.environ["CARUBAN_TEST_DATABASE_URL"] = url
    os.environ["DATABASE_URL"] = os.environ["CARUBAN_TEST_DATABASE_URL"]
    django.setup()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this process started, and clear away the folder that it made."""
    _stack.close()
    if _made:
        shutil.rmtree(_made, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _plain_settings() -> Iterator[None]:
    """Fast hashing, static files without a build step; everything else as in production."""
    from django.test import override_settings

    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
    ):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Give each worker of xdist a database of its own."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """Let transactional tests empty guarded tables; one test turns the refusal on again."""
    from django.db import connection

    from caruban.kernel.history.triggers import never_emptied

    with django_db_blocker.unblock(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        for table in never_emptied().intersection(connection.introspection.table_names()):
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER refuse_emptying')


@pytest.fixture
def client_of(client: object) -> Callable[[object], object]:
    """Give a browser-like client in which a user is signed in."""
    from django.test import Client

    def signed_in(user: object) -> Client:
        browser = Client()
        browser.force_login(user)  # type: ignore[arg-type]
        return browser

    return signed_in
