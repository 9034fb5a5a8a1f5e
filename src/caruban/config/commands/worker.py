"""The worker alone, for production."""

import argparse

HELP = "run background and periodic jobs only"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing: settings come from the environment."""


def run(arguments: argparse.Namespace) -> int:
    """Work until told to stop."""
    from caruban.config.servers.worker import work

    return work()
