"""Django's own commands: `caruban manage migrate`, `caruban manage check --deploy` …"""

import argparse
import sys

HELP = "run one of Django's own commands"
MAY_LACK_DATABASE = True  # some of them, as check, need none


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take everything: Django reads it."""
    parser.add_argument("rest", nargs="*", metavar="COMMAND …")


def run(arguments: argparse.Namespace) -> int:
    """Hand over to Django."""
    from django.core.management import ManagementUtility

    from caruban.config.waiting import LOCKS, limit

    if arguments.rest[:1] == ["migrate"]:
        limit("caruban migrate", lock_timeout=LOCKS)
    sys.argv[0] = "caruban manage"
    ManagementUtility(["caruban manage", *arguments.rest]).execute()
    return 0
