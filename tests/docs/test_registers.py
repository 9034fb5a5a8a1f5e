"""docs/registers.md says exactly how a register is declared: its examples are the code."""

import inspect
import re
from dataclasses import fields
from pathlib import Path

import pytest

from caruban.kernel.registers import layout
from caruban.kernel.registers.register import Register, all_registers

PAGE = (Path(__file__).parents[2] / "docs" / "registers.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(class (\w+)\(Register\):.*?)\n```", PAGE, re.DOTALL)
WORDS = ("Column", "Section", "When", "Rows", "Act", "Through", "Due")
LONGEST = 30  # lines


@pytest.mark.parametrize(("source", "name"), EXAMPLES, ids=[name for _source, name in EXAMPLES])
def test_an_example_is_a_register_of_the_house_word_by_word(source, name):
    (register,) = [one for one in all_registers() if one.__name__ == name]

    assert source == inspect.getsource(register).rstrip()
    assert len(source.splitlines()) < LONGEST


def test_there_are_examples():
    assert len(EXAMPLES) >= 2


@pytest.mark.parametrize("option", sorted(Register.__annotations__))
def test_every_option_is_told(option):
    assert re.search(rf"^\| .*`{option}`.* \|", PAGE, re.MULTILINE)


@pytest.mark.parametrize("word", WORDS)
def test_every_part_of_every_word_is_told(word):
    row = re.search(rf"^\| `{word}` \| (.*) \|$", PAGE, re.MULTILINE)

    assert row
    for one in fields(getattr(layout, word)):
        assert f"`{one.name}`" in row[1] or one.name == "title", one.name
