"""`caruban load cirebon`: bring in a data set that comes with the house; safe to repeat."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from caruban.config.problems import WRONG, Problem

if TYPE_CHECKING:
    from caruban.datasets.cirebon.loader import Loaded

HELP = "load a data set: cirebon"
SETS = ("cirebon",)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("dataset", nargs="?", default="", help=f"one of: {', '.join(SETS)}")
    parser.add_argument(
        "--demo",
        action="store_true",
        help="open this year's evaluation as well and make role accounts (always so in demo mode)",
    )


def run(arguments: Namespace) -> int:
    """Migrate and load; say what came in. Raises Problem for a data set that does not exist."""
    if arguments.dataset not in SETS:
        raise Problem(f"load takes a data set: {', '.join(SETS)}", status=WRONG)
    from django.conf import settings

    from caruban.config.preparation import migrate
    from caruban.datasets.cirebon.loader import load
    from caruban.kernel.accounts.models import User

    migrate()
    loaded = load(by=User.objects.system(), demo=arguments.demo or settings.DEMO)
    print("\n".join(told(loaded)))
    return 0


def told(loaded: "Loaded") -> Iterator[str]:
    """Say in lines what a load found or made; passwords of new accounts once, here."""
    from caruban.evaluation.queries.index import official_index
    from caruban.kernel.actors import Guest

    index = official_index(loaded.result, by=Guest())
    yield f"{loaded.institution} ({loaded.institution.region_code})"
    yield f"  new organisations: {loaded.places}"
    for instrument in loaded.instruments:
        yield f"  instrument: {instrument.code}, {instrument}"
    yield (
        f"  index of {loaded.result.year}: {index.printed} ({index.predicate.name}), "
        f"levels {loaded.result.provenance}"
    )
    yield f"  targets: {loaded.targets}; notes on the document: {loaded.notes}"
    if loaded.opened is not None:
        opened = loaded.opened
        yield f"  evaluation of {opened.year} opened, answers due on {opened.due_on}"
    for user, password in loaded.accounts:
        yield f"  account {user}: {user.email}, password {password}"
