"""Every module with pages, and every register, has its page of help; docs/help names them all."""

import re

import pytest
from django.apps import apps
from django.conf import settings

from caruban.kernel.help.pages import pages
from caruban.kernel.registers.register import all_registers
from tests.docs.files import DOCS

WITHOUT = {
    "help": "it is the help",
    "web": "the frame: home, language, style guide",
}
MODULES = [
    app
    for app in apps.get_app_configs()
    if app.name.startswith("caruban.")
    and any(settings.PACKAGE.joinpath(*app.name.split(".")[1:]).glob("templates/*/*.html"))
]
REGISTERS = [one for one in all_registers() if one.__module__.startswith("caruban.")]


def test_there_are_modules_with_pages():
    assert len(MODULES) > 4


@pytest.mark.parametrize("app", MODULES, ids=lambda app: app.label)
def test_every_module_with_pages_is_explained_and_named_for_people(app):
    explained = {page.module for page in pages().values()}

    assert (app.label in explained) != (app.label in WITHOUT)
    assert app.label in WITHOUT or app.verbose_name != app.label.title()


def test_every_register_has_a_page_of_its_name():
    lacking = [one.name for one in REGISTERS if one.name not in pages()]

    assert lacking == [], "write help/<name>.md beside the register"


def test_the_index_of_the_docs_leads_to_every_page():
    index = DOCS / "help" / "README.md"
    linked = set(re.findall(r"\]\(([^)]+\.md)\)", index.read_text(encoding="utf-8")))
    files = {(index.parent / link).resolve() for link in linked}

    assert files == {path.resolve() for path in settings.PACKAGE.rglob("help/*.md")}, (
        "docs/help/README.md lists other pages than there are"
    )
