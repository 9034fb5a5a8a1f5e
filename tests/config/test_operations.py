"""docs/operations.md says exactly what settings and commands there are."""

import argparse
import re
from pathlib import Path

from caruban.config.cli import found, parser
from caruban.config.environment import VARIABLES

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


def rows(first_cell):
    """Give the cells of each table row whose first cell matches."""
    lines = OPERATIONS.read_text(encoding="utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line[:1] == "|"
    ]
    return [row for row in cells if re.fullmatch(first_cell, row[0])]


def commands():
    (rooms,) = [a for a in parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return rooms.choices


def test_every_setting_is_documented_as_it_is_and_no_other():
    told = [[cell.strip("`") for cell in row] for row in rows(r"`(CARUBAN_|DATABASE_)[A-Z0-9_]+`")]
    assert told == [[v.name, v.kind, v.default or "–", v.meaning] for v in VARIABLES.values()]


def test_every_command_is_documented_as_it_is_and_no_other():
    told = {row[0]: row[1] for row in rows(r"`caruban [a-z]+`")}
    assert told == {f"`caruban {name}`": module.HELP for name, module in found().items()}


def test_every_argument_of_a_command_is_documented_beside_it_and_no_other():
    for name, command in commands().items():
        (row,) = rows(f"`caruban {name}`")
        wanted = {
            (action.option_strings or [action.metavar or action.dest])[0]
            for action in command._actions
            if action.dest != "help"
        }
        assert {word.split()[0] for word in re.findall(r"`([^`]+)`", row[2])} >= {
            word.split()[0] for word in wanted
        }
        assert set(re.findall(r"`(--[a-z]+)", row[2])) == {w for w in wanted if w.startswith("--")}
