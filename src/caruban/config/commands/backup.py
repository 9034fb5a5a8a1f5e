"""`caruban backup FILE`: database and documents into one file, whole or not at all."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

HELP = "write database and documents to one file"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup to write")


def run(arguments: Namespace) -> int:
    """Write the backup; say what is in it. Exit status 1 and one line when that fails."""
    from django.db import OperationalError
    from psycopg import OperationalError as Away

    from caruban.config.archive.backup import backup
    from caruban.config.archive.form import ArchiveError

    try:
        manifest = backup(arguments.file)
    except (ArchiveError, OperationalError, Away) as error:
        print(f"caruban backup: {str(error).splitlines()[0]}", file=sys.stderr)
        return 1
    print(
        f"{arguments.file}: {len(manifest.tables)} tabel, {manifest.rows} baris, "
        f"{len(manifest.documents)} dokumen."
    )
    return 0
