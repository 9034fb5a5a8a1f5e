"""The English catalogue: extract, update, compile, check. See CONTRIBUTING.md."""

import argparse
import re
import string
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "caruban"
FOLDER = PACKAGE / "locale" / "en" / "LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"
HOUSE = PACKAGE / "locale" / "id" / "LC_MESSAGES"  # Django's sentences in our manner, by hand
HOUSE_PO, HOUSE_MO = HOUSE / "django.po", HOUSE / "django.mo"

METHODS = [("**/templates/**", "jinja2"), ("**.py", "python")]
OPTIONS = {
    "**/templates/**": {"silent": "false", "trimmed": "false", "extensions": "jinja2.ext.i18n"}
}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEADER = """\
# English texts of Caruban. The source is Indonesian; script/messages keeps this file up to date.
# Terms follow docs/glossary.md."""
PLURALS = 2  # forms of an English text with a number
UNDATED = datetime(2026, 11, 25, tzinfo=UTC)  # git knows better; a moving date only makes conflicts
NAMED = re.compile(r"%\((\w+)\)[sd]")


def house() -> Catalog:
    """Give what this house says instead of Django's and allauth's Indonesian."""
    with HOUSE_PO.open("rb") as file:
        return read_po(file, locale="id", domain="django")


def extracted() -> Catalog:
    """Give every text that the source marks, with the files where it stands."""
    catalog = Catalog(locale="en", domain="django")
    found = extract_from_dir(
        PACKAGE,
        METHODS,
        OPTIONS,
        keywords=KEYWORDS,
        strip_comment_tags=True,  # type: ignore[arg-type]
    )
    for name, line, ids, _comments, context in found:
        catalog.add(ids, None, [(name, line)], context=context)
    return catalog


def kept() -> Catalog:
    """Give the catalogue as it lies in the source; an empty one where there is none yet."""
    if not PO.exists():
        return Catalog(locale="en", domain="django")
    with PO.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def updated(template: Catalog, before: Catalog) -> Catalog:
    """Give the catalogue with exactly the template's texts; what is translated stays so."""
    catalog = Catalog(
        locale="en",
        domain="django",
        header_comment=HEADER,
        project="Caruban",
        version="1",
        copyright_holder="Caruban",
        msgid_bugs_address="CONTRIBUTING.md",
        last_translator="Caruban",
        language_team="English",
        creation_date=UNDATED,
        revision_date=UNDATED,
        fuzzy=False,
    )
    for message in sorted(template, key=_place):
        if message.id:
            known = before.get(message.id, message.context)  # type: ignore[arg-type]
            text = known.string if known and _fits(message, known) else None
            catalog.add(message.id, text, message.locations, context=message.context)
    return catalog


def _place(message: Message) -> tuple[object, ...]:
    return (sorted(message.locations)[:1], str(message.id))


def _fits(message: Message, known: Message) -> bool:
    return isinstance(known.string, tuple) == message.pluralizable


def as_po(catalog: Catalog) -> bytes:
    """Give a catalogue as its file; places without line numbers, which change too often."""
    out = BytesIO()
    write_po(out, catalog, width=100, include_lineno=False)
    return out.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """Give a catalogue compiled."""
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def faults(template: Catalog, catalog: Catalog) -> Iterator[str]:
    """Name everything that a reader of English would stumble over."""
    wanted = {(_key(one), one.context): one for one in template if one.id}
    held = {(_key(one), one.context): one for one in catalog if one.id}
    for key, message in wanted.items():
        if key not in held:
            yield f"not in the catalogue: {_told(message)}"
    for key, message in held.items():
        if key not in wanted:
            yield f"no longer in the source: {_told(message)}"
        elif message.pluralizable != wanted[key].pluralizable:
            yield f"singular and plural differ from the source: {_told(message)}"
        else:
            yield from _faults_of(message)


def _faults_of(message: Message) -> Iterator[str]:
    ids, texts = _forms(message.id), _forms(message.string)
    if message.fuzzy:
        yield f"fuzzy: {_told(message)}"
    if not all(texts):
        yield f"not translated: {_told(message)}"
        return
    if message.pluralizable and len(texts) != PLURALS:
        yield f"English has a singular and a plural: {_told(message)}"
    allowed = set().union(*map(placeholders, ids))
    for text in texts:
        if placeholders(text) - allowed:
            yield f"has a placeholder that the source lacks: {_told(message)}"
    needed = set.intersection(*map(placeholders, ids))
    for text in texts[-1:]:
        if needed - placeholders(text):
            yield f"lacks a placeholder: {_told(message)}"


def placeholders(text: str) -> set[str]:
    """Give the names of %(these)s and {these}."""
    named = {f"%({name})" for name in NAMED.findall(text)}
    try:
        braced = {
            f"{{{name}}}" for _text, name, _form, _as in string.Formatter().parse(text) if name
        }
    except ValueError:  # a lone brace is no placeholder
        braced = set()
    return named | braced


def _forms(text: object) -> list[str]:
    return list(text) if isinstance(text, tuple | list) else [str(text or "")]


def _key(message: Message) -> str:
    return _forms(message.id)[0]


def _told(message: Message) -> str:
    where = message.locations[0][0] if message.locations else "?"
    return f"{_key(message)!r} ({where})"


def main() -> int:
    """Update and compile, or check; give 1 when anything is left to do."""
    parser = argparse.ArgumentParser(prog="script/messages", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail on any fault")
    check = parser.parse_args().check
    template, catalog = extracted(), kept()
    if not check:
        catalog = updated(template, catalog)
        FOLDER.mkdir(parents=True, exist_ok=True)
        PO.write_bytes(as_po(catalog))
        MO.write_bytes(as_mo(kept()))
        HOUSE_MO.write_bytes(as_mo(house()))
    found = list(faults(template, catalog))
    if not MO.exists() or MO.read_bytes() != as_mo(catalog if check else kept()):
        found.append("the compiled catalogue is out of date: run script/messages")
    if not HOUSE_MO.exists() or HOUSE_MO.read_bytes() != as_mo(house()):
        found.append("the compiled Indonesian is out of date: run script/messages")
    for fault in found:
        print(fault, file=sys.stderr)
    print(f"messages: {sum(1 for one in catalog if one.id)} texts, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
