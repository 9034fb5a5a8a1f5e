"""Which registers are there, and how many rows each has."""

import argparse
import json
import sys

HELP = "list the registers with their number of rows"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the form of the answer."""
    parser.add_argument("--json", action="store_true", help="for machines")


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each register: name, rows, place, title; or a list of objects."""
    from caruban.kernel.registers.register import all_registers

    found = [
        {
            "name": one.name,
            "rows": one.model._base_manager.filter(one.rows).count(),
            "path": f"/data/{one.path}/",
            "title": str(one.title),
        }
        for one in all_registers()
    ]
    if arguments.json:
        json.dump(found, sys.stdout, ensure_ascii=False, indent=2)
        print()
        return 0
    for one in found:
        print(f"{one['name']:<24} {one['rows']:>10}  {one['path']:<28} {one['title']}")
    return 0
