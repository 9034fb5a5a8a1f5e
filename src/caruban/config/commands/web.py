"""The web server alone, for production."""

import argparse

HELP = "serve pages and API only"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments; the rest comes from the environment."""
    parser.add_argument("--prepare", action="store_true", help="first do as `prepare` does")


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    from caruban.config.servers.web import serve

    return serve(prepare=arguments.prepare)
