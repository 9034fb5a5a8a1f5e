"""Files out of and into every register: each format as the list, and back without a change."""

import csv
import io
import json
import re

import pytest

from caruban.kernel.history.models import Change
from caruban.kernel.registers.exports.writing import FORMATS
from caruban.kernel.registers.imports import actions
from caruban.kernel.registers.imports.targets import targets_of
from caruban.kernel.registers.kinds import Kind
from caruban.kernel.registers.layout import Through
from caruban.kernel.registers.register import form_names, permission_of
from caruban.kernel.registers.runs.models import Run
from tests.contracts.registers.test_details import put
from tests.contracts.registers.test_lists import found_by
from tests.kernel.registers.sheets import cells_of, csv_of

FORMULA = "=1+1"
IS_FORMULA = re.compile(r"[=+@\t\r]|-[^0-9]")


def taken(scene, by, kind, query="?every_column=1"):
    """Give an export as a file."""
    answer = scene.client(by).get(scene.place("export", kind) + query)
    content = b"".join(answer)
    assert answer.status_code == 200, answer.status_code
    return content


def rows_in(content, kind):
    """Give the rows of a file below its head."""
    if kind == "json":
        return json.loads(content)["records"]
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]
    return cells_of(content)[1:]


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_each_format_has_the_rows_of_the_list(register, scene, kind):
    records = {one.pk for one in scene.several(3)}
    reader = scene.reader()

    rows = rows_in(taken(scene, reader, kind), kind)

    assert len(rows) == len(found_by(register, reader)) >= len(records)


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_an_export_takes_what_is_filtered_and_nothing_else(register, scene, kind):
    if not register.search:
        pytest.skip("this list seeks no words")
    scene.record  # noqa: B018
    none = taken(scene, scene.reader(), kind, "?q=tidakadakatainidimanapun")

    assert rows_in(none, kind) == []


def test_no_cell_of_an_export_is_a_formula(register, scene):
    many = put(register, scene.record, FORMULA)
    reader = scene.reader()

    cells = [cell for row in rows_in(taken(scene, reader, "csv"), "csv") for cell in row]

    assert not [cell for cell in cells if IS_FORMULA.match(cell)]
    assert f"'{FORMULA}" in cells or not many


def importer(scene):
    """Give who imports at home; skips where nobody does."""
    verb = scene.register.changes or scene.register.creates
    if verb is None:
        pytest.skip("nothing comes into this register")
    return scene.holder(permission_of(verb))


def looked_at(register, by, file, name):
    """Upload a file, take its columns as guessed; give the run that was looked at."""
    run, _new = actions.receive(register, by=by, name=name, file=file)
    columns = run.asked["settings"]["columns"]
    return actions.match(run, by=by, columns=columns, mode="both", empty="keep")


def test_the_template_has_every_column_and_is_understood(register, scene):
    by = importer(scene)
    answer = scene.client(by).get(scene.place("import_template"))
    content = b"".join(answer)

    heads = [one for one in cells_of(content)[0] if one]

    assert len(heads) == len(targets_of(register))
    file = csv_of(heads, ["x"] * len(heads))
    run, _new = actions.receive(register, by=by, name="templat.csv", file=file)
    assert {*run.asked["settings"]["columns"]} == {one.name for one in targets_of(register)}


def test_what_was_exported_changes_nothing_when_it_comes_back(register, scene):
    by = importer(scene)
    scene.several(2)
    many, content = found_by(register, by), taken(scene, by, "xlsx")
    table = register.model._meta.db_table
    before = Change.objects.filter(table=table).count()

    run = looked_at(register, by, io.BytesIO(content), "kembali.xlsx")

    told = [(one.outcome, one.told) for one in run.lines.all()]
    outcomes = {one for one, _told in told}
    if register.changes is None:  # what is there already is not entered again
        assert outcomes <= {"same", "refused"}, told
    else:
        assert outcomes == {"same"}, (told, run.said)
    assert len(told) == len(many)
    assert Change.objects.filter(table=table).count() == before


def test_one_bad_row_is_told_and_keeps_all_from_being_saved(register, scene):
    if register.creates is None:
        pytest.skip("nobody creates these")
    by = importer(scene)
    heads = [str(one.label) for one in targets_of(register)]
    before = register.model._base_manager.count()
    empty = ["" for _one in heads[1:]]
    file = csv_of(heads, ["?" * 5, *empty], ["!" * 5, *empty])

    run = looked_at(register, by, file, "salah.csv")

    refused = list(run.lines.filter(outcome="refused").values_list("number", flat=True))
    assert refused == [2, 3]
    assert all(one.told for one in run.lines.all())
    with pytest.raises(Exception, match="Masih ada baris yang ditolak"):
        actions.confirm(run)
    assert register.model._base_manager.count() == before
    assert Run.objects.get(pk=run.pk).state == Run.State.READY


def test_a_row_that_the_reader_may_not_touch_is_refused(register, scene):
    by = importer(scene)
    if register.changes is None or isinstance(register.reads, Through):
        pytest.skip("nobody changes these")
    ours = looked_at(register, by, io.BytesIO(taken(scene, by, "xlsx")), "kita.xlsx")
    foreign = scene.foreign
    owner = scene.person(next(iter(sorted(_changers(register)))), scene.elsewhere)
    file = io.BytesIO(taken(scene, owner, "xlsx"))
    version = foreign.version

    run = looked_at(register, by, file, "asing.xlsx")

    assert ours is not None
    assert not run.lines.filter(outcome__in=["change", "create"]).exists() or run.count("refused")
    foreign.refresh_from_db()
    assert foreign.version == version


def _changers(register):
    from caruban.kernel.accounts.roles import GRANTS, Role

    return GRANTS[permission_of(register.changes)].roles - {Role.SYSTEM, Role.CITIZEN}


def test_every_field_of_the_form_can_be_imported(register):
    if register.creates or register.changes:
        assert {*form_names(register)} <= {one.name for one in targets_of(register)}
        assert Kind.OTHER not in {one.kind for one in targets_of(register) if one.field}
