"""Is everything as it should be? One line for each thing that is looked at, with the remedy."""

import argparse

HELP = "check everything that Caruban needs, one line each, with the remedy"
BARE = True  # it looks at what the others need, so it needs none of it


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing: settings come from the environment."""


def run(arguments: argparse.Namespace) -> int:
    """Print what was found; give 1 when something is wrong."""
    from caruban.config.examination import examine

    problems = 0
    for finding in examine():
        problems += not finding.is_well
        print(f"{'ok     ' if finding.is_well else 'PROBLEM'}  {finding.what}: {finding.told}")
    return 1 if problems else 0
