"""Everything in one terminal: database, web server and worker."""

import argparse

HELP = "run database, web server and worker together, until Ctrl-C"
BARE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing: settings come from the environment."""


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    from caruban.config.servers.supervisor import supervise

    return supervise()
