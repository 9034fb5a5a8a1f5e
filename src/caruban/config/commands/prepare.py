"""What a new version needs before it serves; `serve` does it by itself."""

import argparse

HELP = "bring database and static files up to this version; safe to repeat"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing: settings come from the environment."""


def run(arguments: argparse.Namespace) -> int:
    """Migrate, collect static files, load the demonstration in demo mode."""
    from caruban.config import preparation

    preparation.prepare()
    return 0
