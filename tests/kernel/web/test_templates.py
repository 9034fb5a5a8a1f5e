"""What holds in every template of the house, found by looking, never by a list."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from caruban.kernel.web.specimens import SECTIONS
from caruban.kernel.web.styleguide import calls

WEB = settings.PACKAGE / "kernel" / "web"
TEMPLATES = sorted(
    path for path in settings.PACKAGE.rglob("templates/**/*") if path.suffix in {".html", ".txt"}
)
ICON = re.compile(r"""icon\(\s*"([a-z0-9-]+)"|icon="([a-z0-9-]+)"|#([a-z0-9-]+)"/></svg>""")


def name(path: Path) -> str:
    return str(path.relative_to(settings.PACKAGE))


def test_there_are_templates():
    assert len(TEMPLATES) > 30


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_nothing_needs_what_the_policy_forbids(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"""\sstyle=["']""", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert not re.search(r"hx-on|hx-vals=.js:|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert "<style" not in text


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.suffix == ".html"], ids=name)
def test_a_page_opens_by_saying_what_it_shows(path):
    assert path.read_text(encoding="utf-8").startswith("{#")


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_icon_is_in_the_sprite(path):
    sprite = (WEB / "static/web/icons.svg").read_text(encoding="utf-8")
    used = {part for match in ICON.findall(path.read_text(encoding="utf-8")) for part in match}

    assert {icon for icon in used if icon and f'id="{icon}"' not in sprite} == set()


def test_the_sprite_holds_what_its_list_names():
    sprite = (WEB / "static/web/icons.svg").read_text(encoding="utf-8")

    assert re.findall(r'symbol id="([^"]+)"', sprite) == (WEB / "icons.txt").read_text().split()


def test_the_style_guide_shows_every_part():
    source = (WEB / "templates/web/components.html").read_text(encoding="utf-8")
    parts = set(re.findall(r"{% macro ([a-z]\w*)\(", source))
    shown = " ".join(call for section in SECTIONS for call in calls(section))

    assert len(parts) > 20
    assert {part for part in parts if f"ui.{part}(" not in shown} == {"page_header"}
    page = (WEB / "templates/web/styleguide.html").read_text(encoding="utf-8")
    assert "ui.page_header(" in page
