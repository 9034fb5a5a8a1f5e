"""The command line says what is wrong in one line, and ends with the status that fits."""

import pytest

from caruban.config import cli
from tests.config.processes import KEY, place, run


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["bogus"],
        ["serve", "--fast"],
        ["web", "extra"],
        ["load", "bogus"],
        ["admit", "somebody@example.go.id"],
        ["restore"],
    ],
)
def test_a_wrong_command_is_refused_in_one_line_with_status_2(arguments, capsys):
    assert cli.main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("caruban: ")
    assert len(err.splitlines()) == 1


def test_every_command_has_a_line_of_help_and_the_two_functions():
    for name, module in cli.found().items():
        assert module.HELP, name
        assert "\n" not in module.HELP
        assert callable(module.run)
        assert callable(module.add_arguments)


def test_what_manage_takes_is_django_s(capsys):
    assert cli.parser().parse_args(["manage", "check", "--deploy", "-v", "2"]).rest == [
        "check",
        "--deploy",
        "-v",
        "2",
    ]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"CARUBAN_DEMO": "perhaps"}, "CARUBAN_DEMO takes a true or false, not 'perhaps'"),
        ({"CARUBAN_BIND": "nowhere"}, "CARUBAN_BIND takes a host:port, not 'nowhere'"),
        ({}, "CARUBAN_SECRET_KEY must hold 50 random characters or more"),
        ({"CARUBAN_SECRET_KEY": "short"}, "CARUBAN_SECRET_KEY must hold 50 random characters"),
        (
            {"CARUBAN_DEMO": "1", "CARUBAN_BIND": "0.0.0.0:8000"},
            "demo mode serves this machine only, not 0.0.0.0:8000",
        ),
    ],
)
@pytest.mark.parametrize("command", ["serve", "web", "worker"])
def test_unsound_settings_are_refused_in_one_line_with_status_2(command, settings, told):
    with place() as folder:
        ended = run(command, CARUBAN_DATA_DIR=folder, **settings)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert ended.stderr.startswith(f"caruban: {told}")
        assert len(ended.stderr.splitlines()) == 1
        assert not (folder / "postgres").exists()


@pytest.mark.parametrize("command", [["serve"], ["worker"], ["index", "--institution", "32.09"]])
def test_a_database_that_does_not_answer_is_told_in_one_line(command):
    with place() as folder:
        ended = run(
            *command,
            CARUBAN_DATA_DIR=folder,
            CARUBAN_SECRET_KEY=KEY,
            CARUBAN_BIND="127.0.0.1:1",
            DATABASE_URL="postgresql://caruban:hunter2@127.0.0.1:1/caruban",
        )
    told = ended.stderr.splitlines()[-1]
    assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 1)
    assert "127.0.0.1" in told
    assert "hunter2" not in told
