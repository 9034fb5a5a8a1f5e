"""The regency's plain files, read."""

import csv
from importlib.resources import files
from typing import Any

import yaml

DATA = files("caruban.datasets.cirebon") / "data"
INSTRUMENTS = files("caruban.evaluation") / "instruments"


def rows(name: str) -> list[dict[str, str]]:
    """Give the rows of a CSV file, in its order."""
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def told(name: str) -> Any:
    """Give what a YAML file says."""
    return _parsed((DATA / name).read_text(encoding="utf-8"))


def instrument_documents() -> list[dict[str, Any]]:
    """Give the documents of the instruments that come with the house, by file name."""
    found = sorted(
        (one for one in INSTRUMENTS.iterdir() if one.name.endswith(".yaml")),
        key=lambda one: one.name,
    )
    return [_parsed(one.read_text(encoding="utf-8")) for one in found]


def _parsed(text: str) -> Any:
    """Read YAML by its parser in C, ten times as fast: demo mode reads all at each start."""
    return yaml.load(text, Loader=yaml.CSafeLoader)
