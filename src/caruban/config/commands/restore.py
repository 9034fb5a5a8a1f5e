"""`caruban restore FILE`: bring a backup back; a broken or foreign one is refused untouched."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

HELP = "bring a backup back"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that `backup` wrote")
    parser.add_argument(
        "--replace", action="store_true", help="replace everything that the database holds now"
    )


def run(arguments: Namespace) -> int:
    """Restore; say what came back. Exit status 1 and one line when it is refused."""
    from django.db import OperationalError
    from psycopg import OperationalError as Away

    from caruban.config.archive.form import ArchiveError
    from caruban.config.archive.restore import restore

    try:
        manifest = restore(arguments.file, replace=arguments.replace)
    except (ArchiveError, OperationalError, Away) as error:
        print(f"caruban restore: {str(error).splitlines()[0]}", file=sys.stderr)
        return 1
    print(
        f"Dipulihkan, keadaan {manifest.made_at}: {len(manifest.tables)} tabel, "
        f"{manifest.rows} baris, {len(manifest.documents)} dokumen."
    )
    return 0
