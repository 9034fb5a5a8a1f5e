"""The command `caruban`: its arguments, and one clear line where something is wrong."""

import argparse
import os
import pkgutil
import sys
from collections.abc import Sequence
from contextlib import ExitStack, redirect_stdout
from importlib import import_module
from types import ModuleType
from typing import Any, NoReturn

from caruban.config import commands
from caruban.config.problems import WRONG, Problem
from caruban.config.servers.engine import EngineError
from caruban.config.start import django_ready, first_line, require_database, settings

# Django reads its own options
PASSED_ON: dict[str, dict[str, Any]] = {"manage": {"add_help": False, "prefix_chars": "\0"}}


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the usage."""

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments."""
        raise Problem(f"{message} (see {self.prog} --help)", status=WRONG)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; give its exit status: 0 done, 1 failed, 2 wrongly asked."""
    try:
        arguments = parser().parse_args(argv)
        return _run(arguments.command, arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        problem = problem_of(error)
        if problem is None:
            raise
        print(f"caruban: {problem}", file=sys.stderr)
        return problem.status


def problem_of(error: Exception) -> Problem | None:
    """Give what an error means to the person at the command line; None for a fault of ours."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, EngineError):
        return Problem(str(error))
    if isinstance(error, OSError) and error.filename:
        return Problem(f"{error.filename}: {error.strerror}")
    name = type(error).__name__
    if type(error.__cause__).__name__ == "LockNotAvailable":
        return Problem("a table is in use by others: try again, or run caruban prepare")
    if name in ("OperationalError", "PoolTimeout"):  # Django's and psycopg's
        return Problem(f"the database does not answer: {first_line(error)}")
    return None


def parser() -> argparse.ArgumentParser:
    """Give the parser of all commands."""
    whole = Parser(prog="caruban", description="The SPBE platform of an Indonesian regency.")
    rooms = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, module in found().items():
        one = rooms.add_parser(
            name, help=module.HELP, description=module.HELP, **PASSED_ON.get(name, {})
        )
        one.set_defaults(command=module)
        module.add_arguments(one)
    return whole


def found() -> dict[str, ModuleType]:
    """Give the commands by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(commands.__path__))
    return {name: import_module(f"{commands.__name__}.{name}") for name in names}


def _run(command: ModuleType, arguments: argparse.Namespace) -> int:
    with ExitStack() as stack:
        if not getattr(command, "BARE", False):
            stack.enter_context(django_ready())
            if not getattr(command, "MAY_LACK_DATABASE", False):
                require_database(settings().DATABASE_URL)
        if getattr(command, "NEEDS_DATA", False):
            _have_data()
        return int(command.run(arguments))


def _have_data() -> None:
    """In demo mode, make a database that was never prepared ready; the answer keeps stdout."""
    from caruban.config import preparation

    if preparation.is_untouched_demo():
        with redirect_stdout(sys.stderr):
            preparation.prepare_database()


if __name__ == "__main__":
    sys.exit(main())
