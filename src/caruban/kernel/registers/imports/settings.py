"""How a sheet is read and what becomes of it, as its reader chose; kept with the run."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Settings:
    """All that is chosen for an import.

    name, kind   of the file: "xlsx", "ods" or "csv";   size   in bytes
    sheet        the name of the sheet; "" for the first
    head         the row with the heads of the columns, from 1
    heads        what stands in it
    columns      for each column the name of a field; "" for one that is left out
    separator, encoding
                 of a CSV
    decimal      the sign before decimals in numbers that are text: "," or "."
    empty        what an empty cell means for a record that exists: "keep" or "clear"
    mode         "both", "create" or "change"
    """

    name: str
    kind: str
    size: int = 0
    sheet: str = ""
    head: int = 1
    heads: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    separator: str = ","
    encoding: str = "utf-8"
    decimal: str = ","
    empty: str = "keep"
    mode: str = "both"
    sheets: tuple[str, ...] = field(default=())

    def kept(self) -> dict[str, Any]:
        """Give it as JSON keeps it."""
        return {"file": {"name": self.name}, "settings": asdict(self)}

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "Settings":
        """Give what was kept."""
        known = {one.name for one in fields(cls)}
        values: dict[str, Any] = {
            name: tuple(one) if isinstance(one, list) else one
            for name, one in asked["settings"].items()
            if name in known
        }
        return cls(**values)
