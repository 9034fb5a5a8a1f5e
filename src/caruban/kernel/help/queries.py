"""Which page of help explains a page of the product, and which pages speak of something."""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.apps import apps
from django.urls import ResolverMatch

from caruban.kernel.help.pages import Page, pages
from caruban.kernel.registers.register import all_registers

AROUND = 70  # characters of text on each side of what was found


@dataclass(frozen=True)
class Hit:
    """A page that speaks of what was sought, and a piece of its text, cut where it is found."""

    page: Page
    before: str
    found: str
    after: str


def page_for(match: ResolverMatch | None) -> Page | None:
    """Give the page that explains a view: the one that names it, else that of its register."""
    if match is None:
        return None
    for page in pages().values():
        if match.view_name in page.explains:
            return page
    return pages().get(str(getattr(match.kwargs.get("register"), "name", "")))


def beside(page: Page) -> list[Page]:
    """Give the pages that hold for every register, beside one of a register; else none."""
    if not any(register.name == page.name for register in all_registers()):
        return []
    return [one for one in pages().values() if one.general]


def by_module() -> list[tuple[str, list[Page]]]:
    """Give all pages, by the app beside which they lie, in order; the app by its own name."""
    groups: dict[str, list[Page]] = defaultdict(list)
    for page in pages().values():
        groups[page.module].append(page)
    return [
        (str(apps.get_app_config(label).verbose_name), found) for label, found in groups.items()
    ]


def sought(words: str) -> list[Hit]:
    """Give the pages that hold all words, those with most of them in the title first."""
    wanted = [word.casefold() for word in words.split()]
    if not wanted:
        return []
    hits = []
    for page in pages().values():
        text = f"{page.title} {page.plain}".casefold()
        if all(word in text for word in wanted):
            in_title = sum(word in page.title.casefold() for word in wanted)
            hits.append((-in_title, _hit(page, wanted[0])))
    return [hit for _rank, hit in sorted(hits, key=lambda one: one[0])]


def _hit(page: Page, word: str) -> Hit:
    match = re.search(re.escape(word), page.plain, re.IGNORECASE)
    if match is None:
        return Hit(page, "", "", _cut(page.plain[: 2 * AROUND]))
    begin, end = match.span()
    before = page.plain[max(0, begin - AROUND) : begin]
    if begin > AROUND:
        before = "… " + before.partition(" ")[2]
    return Hit(page, before, match.group(), _cut(page.plain[end : end + AROUND]))


def _cut(text: str) -> str:
    return text.rpartition(" ")[0] + " …" if " " in text else text
