"""Every public rule, action, query and function of the kernel says what it gives."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "caruban"
DOCUMENTED = ("rules", "actions", "queries", "kernel", "jobs", "proofs")
UNTOLD = {"migrations", "apps", "templates"}


def files() -> Iterator[Path]:
    """Give every file whose public functions others call."""
    for path in sorted(SOURCE.rglob("*.py")):
        parts = {*path.relative_to(SOURCE).parts[:-1], path.stem}
        if parts & set(DOCUMENTED) and not parts & UNTOLD:
            yield path


def undocumented(path: Path) -> Iterator[str]:
    """Name the public functions of a file that say nothing; methods of classes speak by name."""
    for one in ast.parse(path.read_text(encoding="utf-8")).body:
        is_function = isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
        if is_function and not one.name.startswith("_") and not ast.get_docstring(one):
            yield f"{one.name} (line {one.lineno})"


def packages() -> list[Path]:
    """Give the front door of every module: what is in it, for whom, by which regulation."""
    return sorted(path for path in SOURCE.rglob("__init__.py") if "migrations" not in path.parts)


def ids(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("path", list(files()), ids=ids)
def test_public_functions_are_documented(path):
    assert list(undocumented(path)) == []


@pytest.mark.parametrize("path", packages(), ids=ids)
def test_every_package_has_a_sign_on_its_door_and_nothing_else(path):
    body = ast.parse(path.read_text(encoding="utf-8")).body

    assert body
    assert isinstance(body[0], ast.Expr), "it says what the package is"
    kinds = (ast.ImportFrom, ast.Import, ast.Assign, ast.Expr)
    assert all(isinstance(one, kinds) for one in body), "it holds no code"


def test_a_function_without_a_word_is_found(tmp_path):
    silent = tmp_path / "rules.py"
    silent.write_text("def told():\n    '''Give.'''\n\ndef silent():\n    pass\n")

    assert list(undocumented(silent)) == ["silent (line 4)"]
