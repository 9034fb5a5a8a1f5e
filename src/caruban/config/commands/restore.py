"""`caruban restore FILE`: bring a backup back; a broken or foreign one is refused untouched."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from caruban.config.problems import Problem

HELP = "bring a backup back"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that `backup` wrote")
    parser.add_argument(
        "--replace", action="store_true", help="replace everything that the database holds now"
    )


def run(arguments: Namespace) -> int:
    """Restore; say what came back. Raises Problem when it is refused."""
    from django.db import OperationalError
    from psycopg import OperationalError as Away

    from caruban.config.archive.form import ArchiveError
    from caruban.config.archive.restore import restore

    try:
        manifest = restore(arguments.file, replace=arguments.replace)
    except (ArchiveError, OperationalError, Away) as error:
        raise Problem(str(error).splitlines()[0]) from error
    print(
        f"restored as of {manifest.made_at}: {len(manifest.tables)} tables, "
        f"{manifest.rows} rows, {len(manifest.documents)} documents"
    )
    return 0
