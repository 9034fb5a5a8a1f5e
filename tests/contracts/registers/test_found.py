"""Registers are found, never listed; each says all that it must."""

import inspect
import json
from argparse import Namespace
from pathlib import Path

import pytest
from django.urls import reverse

from caruban.config.commands.registers import run
from caruban.kernel.help.pages import pages
from caruban.kernel.registers.checks import mistakes
from caruban.kernel.registers.register import all_registers, register_at, register_named
from tests.contracts.registers import exemptions, samples

LONGEST = 30  # lines of a declaration
OF_ISSUE = {"institutions", "units", "documents", "instruments", "assessments", "toys"}


def test_there_are_registers():
    assert {one.name for one in all_registers()} >= OF_ISSUE


def test_every_declaration_names_only_what_exists(register):
    assert mistakes(register) == []


def test_every_declaration_is_short(register):
    lines = [one for one in inspect.getsource(register).splitlines() if one.strip()]

    assert len(lines) <= LONGEST or register.__module__.startswith("tests.")


def test_every_register_is_found_by_name_and_by_place(register):
    assert register_named(register.name) is register_at(register.path) is register
    assert reverse("registers:list", args=[register]) == f"/data/{register.path}/"


def test_every_register_of_the_house_has_a_page_of_help(register):
    assert register.name in pages() or register.__module__.startswith("tests.")


@pytest.mark.django_db
def test_every_register_is_named_on_the_command_line(capsys):
    run(Namespace(json=True))
    told = {one["name"] for one in json.loads(capsys.readouterr().out)}

    assert told == {one.name for one in all_registers()}


def test_hooks_and_exemptions_are_of_registers_and_tests_that_exist():
    names = {one.name for one in all_registers()}
    tests = "\n".join(one.read_text() for one in Path(__file__).parent.glob("test_*.py"))

    assert {*samples.RECORDS} <= names
    assert {name for name, _field in samples.VALUES} <= names
    for name, test in exemptions.EXEMPT:
        assert name in names
        assert f"def test_{test}(" in tests
