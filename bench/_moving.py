"""One export or import in a process of its own, so that its memory is its own; told as JSON.

python -m bench._moving export csv ROWS
python -m bench._moving import csv ROWS
"""

import json
import sys
from dataclasses import asdict
from typing import Any

from bench._million import ELSEWHERE


def main() -> None:
    """Do what is asked for, on the database that is there."""
    what, kind, rows = sys.argv[1], sys.argv[2], int(sys.argv[3])
    from caruban.config.start import django_ready

    with django_ready():
        found = exports(kind, rows) if what == "export" else imports(kind, rows)
        print(json.dumps([asdict(one) for one in found]))


def exports(kind: str, rows: int) -> list[Any]:
    """Export everything, or the first rows by their code."""
    from tests.toys.models import Toy
    from tests.toys.registers import ToyRegister

    from bench._million import reader
    from bench._sheets import exported

    rows = rows * ELSEWHERE // (ELSEWHERE - 1)  # of both institutions
    if rows < Toy.objects.count():
        ToyRegister.rows = _first(rows)
    return [exported(ToyRegister, reader(), kind)]


def _first(rows: int) -> Any:
    from django.db.models import Q

    return Q(code__lte=f"M-{rows:07}")


def imports(kind: str, rows: int) -> list[Any]:
    """Import new rows."""
    from tests.toys.registers import ToyRegister

    from bench._million import reader
    from bench._sheets import imported

    by = reader()
    unit = by.memberships.get().organisation.children.order_by("pk").first()
    heads = ("kode", "nama", "unit", "ukuran", "jumlah", "dibuat pada", "riwayat")
    made = (
        (f"I-{at:07}", f"Kuda impor {at}", unit.code, "kecil", at % 500, "2024-05-01", "Baru.")
        for at in range(rows)
    )
    return imported(ToyRegister, by, heads, made, kind=kind)


if __name__ == "__main__":
    main()
