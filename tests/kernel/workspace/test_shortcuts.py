"""The list of shortcuts, its page, the script and the switch say the same."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find

from caruban.kernel.tiles.interface import Link
from caruban.kernel.tiles.queries import navigation
from caruban.kernel.workspace import actions
from caruban.kernel.workspace.queries import MyDesk
from caruban.kernel.workspace.shortcuts import every
from tests.factories import a_user, an_institution

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(offer):
    offer("links", [Link("Indeks", "/i/", letter="i"), Link("Isu", "/j/", letter="i")])
    return a_user("secretary", an_institution())


def test_the_script_does_every_word_of_the_list_and_no_other(user):
    script = Path(find("web/keys.js")).read_text(encoding="utf-8")
    acts = re.search(r"const ACTS = \{\n(.*?)\n  \};", script, re.DOTALL).group(1)
    done = set(re.findall(r"^    (\w+)[:,]", acts, re.MULTILINE))

    assert done == {one.does for one in every(navigation(user).links)} - {"native"}


def test_no_two_shortcuts_have_the_same_keys_or_begin_with_each_other(user):
    keys = [one.parts for one in every(navigation(user).links)]

    doubles = [
        (one, other)
        for index, one in enumerate(keys)
        for other in keys[index + 1 :]
        if one[: len(other)] == other[: len(one)]
    ]
    assert doubles == []


def test_of_two_pages_that_ask_for_a_letter_the_first_has_it(user):
    assert [one.url for one in every(navigation(user).links) if one.keys == "g i"] == ["/i/"]


def test_the_page_lists_every_shortcut_with_its_keys(user, client_of):
    page = client_of(user).get("/pintasan/").content.decode()

    for one in every(navigation(user).links):
        printed = " ".join(f"<kbd>{key}</kbd>" for key in one.parts)
        assert f"<dt>{one.title}</dt><dd>{printed}</dd>" in page


def test_every_page_of_the_workspace_carries_the_list_for_the_script(user, client_of):
    page = client_of(user).get("/akun/").content.decode()

    assert re.search(r'<div id="pintasan" hidden data-letters>', page)
    assert page.count("data-does=") == len(every(navigation(user).links))


def test_single_letters_can_be_switched_off_and_on_for_oneself(user, client_of):
    browser = client_of(user)

    browser.post("/pintasan/pilihan/", {"wanted": ""})
    assert not MyDesk(user).shortcuts
    assert '<div id="pintasan" hidden>' in browser.get("/akun/").content.decode()
    assert "Nyalakan" in browser.get("/pintasan/").content.decode()

    browser.post("/pintasan/pilihan/", {"wanted": "1"})
    assert MyDesk(user).shortcuts


def test_the_switch_of_one_person_leaves_others_alone_and_keeps_favourites(user):
    other = a_user()
    actions.use_shortcuts(by=user, wanted=False)

    assert MyDesk(other).shortcuts
