"""Which row is the head of a sheet, and which field each of its columns goes to."""

import re
import unicodedata
from collections.abc import Sequence
from hashlib import sha256

from caruban.kernel.registers.imports.limits import HEAD_WITHIN
from caruban.kernel.registers.imports.reading import Cell, Row
from caruban.kernel.registers.imports.targets import targets_of
from caruban.kernel.registers.register import RegisterType, columns_of

IN_BRACKETS = re.compile(r"\([^)]*\)")
NO_LETTER = re.compile(r"[^0-9a-z]+")
A_NUMBER = re.compile(r"-?\d{1,3}(?:([.,])\d+)+|-?\d+([.,])\d+")


def bare(text: str) -> str:
    """Give the letters and digits of a head: no accents, signs, units in brackets or capitals."""
    plain = unicodedata.normalize("NFKD", IN_BRACKETS.sub("", text)).casefold()
    return NO_LETTER.sub("", plain.encode("ascii", "ignore").decode())


def heads_of(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Give the heads in a row; empty ones at its end are left out."""
    heads = ["" if one is None else str(one).strip()[:200] for one in cells]
    while heads and not heads[-1]:
        heads.pop()
    return tuple(heads)


def head_row(register: RegisterType, rows: Sequence[Row]) -> int:
    """Give the number of the row that names the most fields; of the first row where none does."""
    known = _names(register)
    best, number = 0, rows[0][0] if rows else 1
    for at, cells in rows[:HEAD_WITHIN]:
        named = len({bare(one) for one in heads_of(cells)} & known.keys())
        if named > best:
            best, number = named, at
    return number


def guessed(register: RegisterType, heads: Sequence[str]) -> tuple[str, ...]:
    """Give for each head the field that it names; "" where it names none, or one again."""
    known, taken, found = _names(register), set(), []
    for head in heads:
        name = known.get(bare(head), "")
        found.append("" if name in taken else name)
        taken.add(name)
    return tuple(found)


def digest_of(heads: Sequence[str]) -> str:
    """Give what the same heads in the same order have in common."""
    return sha256("\x1f".join(bare(one) for one in heads).encode()).hexdigest()


def decimal_of(rows: Sequence[Row]) -> str:
    """Give the sign before decimals, by the numbers that are text: the last sign of two decides.

    A single "1.234" says nothing, for it may be grouped; "1.5" and "1,5" do.
    """
    votes = {",": 0, ".": 0}
    for _number, cells in rows:
        for cell in cells:
            if isinstance(cell, str) and A_NUMBER.fullmatch(cell.strip()):
                _vote(cell.strip(), votes)
    return "." if votes["."] > votes[","] else ","


def _vote(text: str, votes: dict[str, int]) -> None:
    last = max(text.rfind(","), text.rfind("."))
    sign, other = text[last], "." if text[last] == "," else ","
    if other in text or len(text) - last - 1 != 3:  # noqa: PLR2004 (digits of a group)
        votes[sign] += 1
    elif text.count(sign) > 1:
        votes[other] += 1


def _names(register: RegisterType) -> dict[str, str]:
    """Give the field of each head that people may write: its label, its name, its column's head."""
    found: dict[str, str] = {}
    targets = {one.name: one for one in targets_of(register)}
    for column in columns_of(register):
        if column.name in targets and column.head:
            found.setdefault(bare(str(column.head)), column.name)
    for one in targets.values():
        found.setdefault(bare(str(one.label)), one.name)
    for one in targets.values():
        found.setdefault(bare(one.name), one.name)
    found.pop("", None)
    return found
