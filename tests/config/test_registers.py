"""`caruban registers`: every register with its rows."""

import json
from argparse import ArgumentParser

import pytest

from caruban.config.commands import registers
from caruban.kernel.registers.register import all_registers
from tests.factories import a_unit, an_institution

pytestmark = pytest.mark.django_db


def asked(*arguments):
    parser = ArgumentParser()
    registers.add_arguments(parser)
    return registers.run(parser.parse_args(arguments))


def test_every_register_stands_there_with_its_rows(capsys):
    a_unit(an_institution())

    assert asked("--json") == 0

    told = {one["name"]: one["rows"] for one in json.loads(capsys.readouterr().out)}
    assert told.keys() == {one.name for one in all_registers()}
    assert (told["institutions"], told["units"], told["toys"]) == (1, 1, 0)


def test_a_line_is_for_people(capsys):
    assert asked() == 0

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(all_registers())
    assert any("/data/unit/" in line and "Perangkat daerah" in line for line in lines)
