"""`caruban backup FILE`: database and documents into one file, whole or not at all."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from caruban.config.problems import Problem

HELP = "write database and documents to one file"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup to write")


def run(arguments: Namespace) -> int:
    """Write the backup; say what is in it. Raises Problem when that fails."""
    from django.db import OperationalError
    from psycopg import OperationalError as Away

    from caruban.config.archive.backup import backup
    from caruban.config.archive.form import ArchiveError

    try:
        manifest = backup(arguments.file)
    except (ArchiveError, OperationalError, Away) as error:
        raise Problem(str(error).splitlines()[0]) from error
    print(
        f"{arguments.file}: {len(manifest.tables)} tables, {manifest.rows} rows, "
        f"{len(manifest.documents)} documents"
    )
    return 0
