"""Versions in headers: the ETag of a record, and the If-Match that a change starts from."""

import re
from hashlib import sha256
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Header
from ninja.errors import HttpError

from caruban.kernel.errors import Stale
from caruban.kernel.records import Record

PRECONDITION_REQUIRED = 428
# the version, and what tells apart two looks at the same version (fields, masks)
TAG = re.compile(r'"([1-9][0-9]{0,8})(?:-[0-9a-f]{8})?"')
NOBODY: dict[str, Any] = {"changes": [], "who": "", "when": None}

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=100,
        description="the ETag of the record that you started from; required (428)",
        examples=['"3"'],
    ),
]
MayMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=100,
        description="the ETag of the record that you decided on; without it the present one",
        examples=['"3"'],
    ),
]


def tag_of(record: Record, content: bytes = b"") -> str:
    """Give the ETag of a record: its version, and a mark of how it was shown, if it varies."""
    mark = f"-{sha256(content).hexdigest()[:8]}" if content else ""
    return f'"{record.version}{mark}"'


def version_from(if_match: str | None, record: Record) -> int:
    """Read the version that a change starts from; one that cannot be is as stale as an old one.

    Raises HttpError (428) without one, Stale (412).
    """
    if not if_match:
        raise HttpError(PRECONDITION_REQUIRED, _("Sertakan versi catatan di If-Match."))
    if if_match.strip() == "*":
        return record.version
    tag = TAG.fullmatch(if_match.strip())
    if tag is None or int(tag[1]) > record.version:
        raise Stale(_("Versi di If-Match tidak dikenal. Baca lagi catatan ini."), **NOBODY)
    return int(tag[1])
