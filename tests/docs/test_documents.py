"""Documents lead where they say, on every machine."""

import re

import pytest

from tests.docs.files import DECISIONS, ROOT, documents, links

HERE = ("http://", "https://", "mailto:", "#")
OF_A_MACHINE = re.compile(r"(?<![\w.])/(?:home|root|work|Users|tmp)/")
NAMES = [str(path.relative_to(ROOT)) for path in documents()]


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_to_a_file(name):
    place = ROOT / name
    inner = [link for link in links(place) if not link.startswith(HERE)]
    broken = [link for link in inner if not (place.parent / link.split("#")[0]).exists()]
    assert broken == []


@pytest.mark.parametrize("name", NAMES)
def test_no_document_names_a_place_on_one_machine(name):
    assert OF_A_MACHINE.findall((ROOT / name).read_text(encoding="utf-8")) == []


def test_every_command_that_the_front_pages_name_exists():
    for page in ("README.md", "CONTRIBUTING.md"):
        named = set(re.findall(r"script/([a-z_]+)", (ROOT / page).read_text(encoding="utf-8")))
        assert named, page
        for name in named:
            path = ROOT / "script" / name
            assert path.exists(), f"{page} names script/{name}"
            assert path.stat().st_mode & 0o100, f"script/{name} cannot be run"


def test_every_script_is_explained_to_those_who_work_here():
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    scripts = [path.name for path in (ROOT / "script").iterdir() if path.is_file()]
    assert [name for name in scripts if name[0] != "_" and f"script/{name}" not in told] == []


def test_the_front_page_tells_the_two_commands_and_shows_the_index():
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "script/server" in told
    assert "script/test" in told
    assert "(docs/pictures/index.png)" in told


def decisions():
    return sorted(path for path in DECISIONS.glob("*.md") if path.name != "README.md")


def test_decisions_are_numbered_without_a_gap_or_a_double():
    numbers = [int(path.name[:4]) for path in decisions()]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", decisions(), ids=lambda path: path.name[:4])
def test_a_decision_is_its_title_with_reasons_and_a_price(path):
    text = path.read_text(encoding="utf-8")
    assert re.fullmatch(r"\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.md", path.name)
    assert re.match(r"# [A-Z]\S* ", text), "the title says what was decided"
    assert "**Why.**" in text
    assert "**Price.**" in text
    assert len(text.splitlines()) <= 45, "half a page"
