"""The web server alone, for production."""

import argparse

HELP = "serve pages and API only"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing: settings come from the environment."""


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    from caruban.config.servers.web import serve

    return serve()
