"""The steps of an import: a file is taken in, its columns are matched, looked at, confirmed."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from hashlib import file_digest
from typing import Any, BinaryIO

from django.conf import settings as house
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor
from caruban.kernel.documents.checks import safe_name
from caruban.kernel.errors import Refused
from caruban.kernel.registers.imports.guessing import (
    decimal_of,
    digest_of,
    guessed,
    head_row,
    heads_of,
)
from caruban.kernel.registers.imports.limits import HEAD_WITHIN, SAMPLES, SMALL_FILE
from caruban.kernel.registers.imports.reading import Row, first_rows, recognised
from caruban.kernel.registers.imports.settings import Settings
from caruban.kernel.registers.imports.targets import targets_of
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.registers.runs.actions import begin, go
from caruban.kernel.registers.runs.files import file_of
from caruban.kernel.registers.runs.jobs import work, work_here
from caruban.kernel.registers.runs.models import Line, Mapping, Run

State = Run.State


def receive(register: RegisterType, *, by: Actor, name: str, file: BinaryIO) -> tuple[Run, bool]:
    """Take a file in; give its run, and whether it is new: a file under way is not begun again.

    Refused, at the field `file`, for what is no sheet, is too large, or has nothing in it.
    """
    file.seek(0, 2)
    if file.tell() > house.UPLOAD_LIMIT:
        said = _("Berkas ini lebih dari %(limit)s MB. Kecilkan atau bagi berkasnya.")
        raise Refused(said % {"limit": house.UPLOAD_LIMIT // (1024 * 1024)}, field="file")
    with tempfile.TemporaryFile() as copy:  # with a handle that another process can read
        file.seek(0)
        while content := file.read(1024 * 1024):
            copy.write(content)
        copy.flush()
        copy.seek(0)
        digest = file_digest(copy, "sha256").hexdigest()
        settings = headed(register, recognised(safe_name(name), copy), copy, by)
        asked = settings.kept() | {"language": translation.get_language()}
        return begin(
            register, Run.Kind.IMPORT, by=by, state=State.MAPPING, asked=asked, file=copy,
            digest=digest,
        )  # fmt: skip


def headed(
    register: RegisterType, settings: Settings, file: BinaryIO, by: Actor, *, head: int = 0
) -> Settings:
    """Find the head of a sheet, and which field each column goes to: as last chosen, else guessed.

    head   the row that it stands in, where its reader said so. Refused for an empty sheet.
    """
    rows = first_rows(file, replace(settings, head=0), HEAD_WITHIN + SAMPLES)
    if not rows:
        raise Refused(_("Lembar ini kosong."), field="file")
    found = head or head_row(register, rows)
    heads = heads_of(dict(rows).get(found, []))
    if not heads:
        raise Refused(_("Baris %(row)s tidak berisi judul kolom.") % {"row": found}, field="head")
    below = [row for row in rows if row[0] > found]
    return replace(
        settings,
        head=found,
        heads=heads,
        columns=remembered(register, heads, by) or guessed(register, heads),
        decimal=decimal_of(below),
    )


def samples(run: Run, settings: Settings) -> list[Row]:
    """Give the first rows below the head, as they were read."""
    with file_of(run) as file:
        rows = first_rows(file, settings, settings.head + SAMPLES)
    return [row for row in rows if row[0] > settings.head][:SAMPLES]


def reread(run: Run, *, by: Actor, **chosen: Any) -> Run:
    """Read the file as its reader says: another sheet, head, separator or encoding.

    Refused where it cannot be read so.
    """
    head = int(chosen.pop("head", 0))
    settings = replace(Settings.of(run.asked), **chosen)
    with file_of(run) as file:
        settings = headed(run.of, settings, file, by, head=head)
    _keep(run, settings)
    return run


def match(run: Run, *, by: Actor, columns: Sequence[str], **chosen: Any) -> Run:
    """Say which field each column goes to, and have the rows looked at.

    Refused for a field that two columns name, and where none is named.
    """
    settings = Settings.of(run.asked)
    known = {one.name for one in targets_of(run.of)}
    columns = tuple(one if one in known else "" for one in columns)[: len(settings.heads)]
    named = [one for one in columns if one]
    if not named:
        raise Refused(_("Cocokkan sedikitnya satu kolom."))
    for one in named:
        if named.count(one) > 1:
            raise Refused(_("Satu isian hanya boleh diisi dari satu kolom."), field=one)
    settings = replace(settings, columns=columns, **chosen)
    Mapping.objects.update_or_create(
        by_id=by.pk, register=run.register, head=digest_of(settings.heads),
        defaults={"columns": list(columns)},
    )  # fmt: skip
    with transaction.atomic():
        _keep(run, settings)
        _send(run, State.MAPPING, to=State.CHECKING)
    return _here_if_small(run, settings)


def confirm(run: Run) -> Run:
    """Have the rows saved as the preview showed them. Refused while one of them is refused."""
    if run.count(Line.Outcome.REFUSED):
        raise Refused(_("Masih ada baris yang ditolak. Perbaiki berkasnya, lalu unggah lagi."))
    with transaction.atomic():
        _send(run, State.READY, to=State.WORKING)
    return _here_if_small(run, Settings.of(run.asked))


def look_again(run: Run) -> Run:
    """Look at the same rows once more: what stood in their way may be gone."""
    with transaction.atomic():
        _send(run, State.READY, State.REFUSED, to=State.CHECKING)
    return _here_if_small(run, Settings.of(run.asked))


def match_again(run: Run) -> Run:
    """Go back to the columns."""
    go(run, State.READY, State.REFUSED, to=State.MAPPING, said="", counts={}, ended_at=None)
    return run


def remembered(register: RegisterType, heads: Sequence[str], by: Actor) -> tuple[str, ...]:
    """Give the fields that somebody last chose for the same heads; none where they never did."""
    held = Mapping.objects.filter(by_id=by.pk, register=register.name, head=digest_of(heads))
    found = held.first()
    known = {one.name for one in targets_of(register)}
    columns = found.columns if found else []
    is_fit = len(columns) == len(heads) and {*columns} <= known | {""}
    return tuple(columns) if is_fit else ()


def _send(run: Run, *states: Run.State, to: Run.State) -> None:
    """Bring a run to a stage of the worker, once: a second click finds it there."""
    if go(run, *states, to=to, said="", ended_at=None):
        work.defer(run=run.pk)


def _here_if_small(run: Run, settings: Settings) -> Run:
    if settings.size <= SMALL_FILE:
        work_here(run)
    else:
        run.refresh_from_db()
    return run


def _keep(run: Run, settings: Settings) -> None:
    asked = settings.kept() | {"language": translation.get_language()}
    if Run.objects.filter(pk=run.pk, state=State.MAPPING).update(asked=asked):
        run.asked = asked
