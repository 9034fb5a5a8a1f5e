"""The pages of help: found in the folder `help/` of every app, read once, made into HTML.

    ---
    explains: [evaluation:index, evaluation:indicators]
    order: 20
    ---
    # Indeks

    Teks …

A page is named by its file. `explains` are names of views whose pages lead to it; a register's page
has the register's name and needs none. `order` is its place in the index of help. `general: true`
says that the page holds for every register: their own pages lead to it. The text is CommonMark with
tables; HTML in it is shown as written. A link to `other.md` leads to that page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

HEAD = re.compile(r"\A---\n(?P<head>.*?)\n---\n\s*# (?P<title>[^\n]+)\n(?P<text>.*)\Z", re.DOTALL)
OPTIONS = {"explains", "order", "general"}
LAST = 1000


class BadPage(ValueError):
    """A page of help is not written as this house writes them; says which, and what is wrong."""


@dataclass(frozen=True)
class Page:
    """One page of help.

    module     label of the app beside which it lies;   source   its file, as the package names it
    explains   names of the views that lead to it;   general   whether it holds for every register
    """

    name: str
    module: str
    source: str
    title: str
    text: str
    explains: tuple[str, ...]
    order: int
    general: bool = False

    @property
    def url(self) -> str:
        """Give its address."""
        return reverse("help_page", args=[self.name])

    @cached_property
    def _tokens(self) -> list[Token]:
        tokens = MARKDOWN.parse(self.text)
        for heading, content in headings(tokens):
            heading.attrSet("id", anchor(content))
        return tokens

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Give its second headings, as anchor and text, in order."""
        found = headings(self._tokens)
        return [(anchor(text), text) for heading, text in found if heading.tag == "h2"]

    @cached_property
    def html(self) -> SafeString:
        """Give its text as HTML; safe, since the parser lets no HTML through."""
        html: str = MARKDOWN.renderer.render(self._tokens, MARKDOWN.options, {})
        safe: SafeString = mark_safe(html)  # noqa: S308 (html=False: text is escaped)
        return safe

    @cached_property
    def plain(self) -> str:
        """Give its words without marks, to be searched and quoted."""
        inline = (token for token in self._tokens if token.type == "inline")
        return " ".join(" ".join(words(token)) for token in inline)


def words(token: Token) -> Iterator[str]:
    """Give the texts within an inline token."""
    for child in token.children or ():
        if child.content:
            yield child.content


def headings(tokens: list[Token]) -> Iterator[tuple[Token, str]]:
    """Give each heading's opening token with its text."""
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            yield token, tokens[index + 1].content


def anchor(heading: str) -> str:
    """Give the name of a part in addresses: "Memberi nilai" is `memberi-nilai`."""
    return slugify(heading)


def _link(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    """Open a link; one to another page's file leads to that page."""
    target = str(tokens[index].attrGet("href") or "")
    name, hash_, part = target.partition("#")
    if name.endswith(".md"):
        address = reverse("help_page", args=[Path(name).stem])
        tokens[index].attrSet("href", f"{address}{hash_}{part}")
    return str(self.renderToken(tokens, index, options, env))


def _table(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    """Open a table in the manner of the house's own, scrolled where it is wide."""
    return '<div class="table-scroll" tabindex="0"><table class="table">'


def _table_end(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return "</table></div>"


def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("link_open", _link)
    parser.add_render_rule("table_open", _table)
    parser.add_render_rule("table_close", _table_end)
    return parser


MARKDOWN = _markdown()


def read(path: Path, module: str) -> Page:
    """Read one page of an app. Raises BadPage."""
    source = f"{path.parent.parent.name}/help/{path.name}"
    match = HEAD.match(path.read_text(encoding="utf-8"))
    if match is None:
        raise BadPage(f"{source} does not begin with a head between --- and a title after #")
    options = yaml.safe_load(match["head"]) or {}
    unknown = set(options) - OPTIONS
    if unknown:
        raise BadPage(f"{source} says {', '.join(sorted(unknown))}, which no page of help knows")
    return Page(
        name=path.stem,
        module=module,
        source=source,
        title=match["title"].strip(),
        text=match["text"],
        explains=tuple(options.get("explains", ())),
        order=int(options.get("order", LAST)),
        general=bool(options.get("general", False)),
    )


@cache
def pages() -> dict[str, Page]:
    """Give every page by name, in the order of the index. Raises BadPage, also for a double."""
    found: dict[str, Page] = {}
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "help").glob("*.md")):
            page = read(path, app.label)
            if page.name in found:
                raise BadPage(f"{page.source} is named as {found[page.name].source} is")
            found[page.name] = page
    ordered = sorted(found.values(), key=lambda one: (one.order, one.title))
    return {page.name: page for page in ordered}
