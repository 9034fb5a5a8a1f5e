"""`caruban load cirebon`: bring in a data set that comes with the house; safe to repeat."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

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
    """Load; say what came in. Exit status 2 for a data set that does not exist."""
    if arguments.dataset not in SETS:
        print(f"caruban load: kumpulan data yang ada: {', '.join(SETS)}.", file=sys.stderr)
        return 2
    from django.conf import settings

    from caruban.datasets.cirebon.loader import load
    from caruban.kernel.accounts.models import User

    loaded = load(by=User.objects.system(), demo=arguments.demo or settings.DEMO)
    for line in told(loaded):
        print(line)
    return 0


def told(loaded: "Loaded") -> Iterator[str]:
    """Say in lines what a load found or made; passwords of new accounts once, here."""
    from caruban.evaluation.queries.index import official_index
    from caruban.kernel.actors import Guest
    from caruban.kernel.web.formats import num

    index = official_index(loaded.result, by=Guest())
    yield f"{loaded.institution} ({loaded.institution.region_code})"
    yield f"  organisasi baru: {loaded.places}"
    for instrument in loaded.instruments:
        yield f"  instrumen: {instrument.code}, {instrument}"
    yield (
        f"  hasil {loaded.result.year}: {num(index.printed, 2)} ({index.predicate.name}), "
        f"tingkat per indikator {loaded.result.get_provenance_display()}"
    )
    yield f"  target: {loaded.targets}; catatan atas dokumen: {loaded.notes}"
    if loaded.opened is not None:
        opened = loaded.opened
        yield f"  evaluasi {opened.year} dibuka, tenggat {opened.due_on:%d-%m-%Y}"
    for user, password in loaded.accounts:
        yield f"  akun {user}: {user.email} sandi {password}"
