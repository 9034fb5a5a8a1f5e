"""The list of modules is the modules."""

import ast
import re

from tests.docs.files import DOCS, PACKAGE

PAGE = DOCS / "architecture.md"


def modules():
    """Give every package that is a module, not the inside of one, by its dotted name."""
    for sign in PACKAGE.rglob("__init__.py"):
        place = sign.parent.relative_to(PACKAGE.parent)
        inside_evaluation = place.parts[1:2] == ("evaluation",) and len(place.parts) > 2
        if len(place.parts) > 1 and not inside_evaluation and place.parts[-1] != "migrations":
            yield ".".join(place.parts), sign


def listed():
    rows = re.findall(r"^\| `(caruban[\w.]*)` \| (.*) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return dict(rows)


def test_every_module_stands_in_the_list_and_no_other():
    assert set(listed()) == {name for name, _sign in modules()}


def test_each_line_is_the_sign_on_the_modules_door():
    for name, sign in modules():
        docstring = ast.get_docstring(ast.parse(sign.read_text("utf-8"))) or ""
        assert docstring.splitlines()[:1] == [listed()[name]], name


def test_a_folder_inside_a_module_says_what_it_holds():
    for sign in PACKAGE.rglob("__init__.py"):
        if sign.parent.name != "migrations":
            assert ast.get_docstring(ast.parse(sign.read_text("utf-8"))), sign
