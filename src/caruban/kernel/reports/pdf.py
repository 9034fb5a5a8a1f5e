"""PDF by typst: the templates are ours, what people wrote comes in as data, never as markup."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import segno
import typst

PACKAGE = Path(__file__).resolve().parents[2]  # what a template may import from
FONTS = Path(__file__).parent / "typst" / "fonts"
STANDARD: Literal["a-2a"] = "a-2a"  # for the archive, and tagged for screen readers


def compile_pdf(template: Path, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Set a document; the same template, data and moment give the same bytes.

    template   a .typ file inside the package, which reads `data` as JSON
    at         the moment that the file says it was made

    Raises typst.TypstError where the template does not fit its data.
    """
    compiler = typst.Compiler(
        input=template,
        root=PACKAGE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": _text(data)},
    )
    pdf = compiler.compile(
        format="pdf", pdf_standards=[STANDARD], timestamp=at.astimezone(UTC).replace(microsecond=0)
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"typst gave {type(pdf).__name__} for {template.name}")
    return pdf


def digest_of(template: Path, data: Mapping[str, Any]) -> str:
    """Give what makes a report the same report: its content and how it is laid out."""
    digest = hashlib.sha256(version("typst").encode())
    for file in (template, Path(__file__).parent / "typst" / "letter.typ"):
        digest.update(file.read_bytes())
    digest.update(_text(data).encode())
    return digest.hexdigest()


def qr(address: str) -> str:
    """Draw an address as a QR code, in SVG."""
    file = BytesIO()
    segno.make(address, error="m").save(
        file, kind="svg", border=0, xmldecl=False, svgclass=None, lineclass=None
    )
    return file.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)]
    )


def _text(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True)
