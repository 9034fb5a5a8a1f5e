"""Every migration since the last release runs while the version before it serves."""

from pathlib import Path

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

from tests.migrations.beside import created, harms

RELEASED = Path(__file__).with_name("released.txt")  # app.name of each; rewritten at a release
ALLOWED = {  # app.name: why what stands in it does no harm
    "limits.0001_spendings": "it alters the table that it has just made, which nobody uses yet",
}


def released():
    return set(RELEASED.read_text("utf-8").split())


def ours():
    """Give the house's migrations by app.name."""
    loader = MigrationLoader(None)
    return {
        f"{app}.{name}": one
        for (app, name), one in loader.disk_migrations.items()
        if type(one).__module__.startswith("caruban.")
    }


OURS = ours()
NEW = {name: one for name, one in OURS.items() if name not in released()}
TABLES = created(list(NEW.values()))


@pytest.mark.parametrize("name", sorted(NEW))
def test_a_new_migration_bears_the_version_before_it(name):
    if name not in ALLOWED:
        assert list(harms(NEW[name], TABLES)) == []


def test_every_exemption_is_needed_and_says_why():
    assert all(ALLOWED.values())
    assert [name for name in ALLOWED if not list(harms(OURS[name], TABLES))] == []


def test_what_was_released_is_still_there():
    assert released() - OURS.keys() == set()


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_migration_has_a_telling_name(name):
    assert "_auto_" not in name


def migration(*operations):
    one = migrations.Migration("0002_tried", "documents")
    one.operations = list(operations)
    return one


HARMFUL = [
    migrations.AddField("blob", "pages", models.IntegerField()),
    migrations.AddField("blob", "pages", models.IntegerField(default=1)),
    migrations.RemoveField("blob", "size"),
    migrations.RenameField("blob", "size", "bytes"),
    migrations.RenameModel("Blob", "Content"),
    migrations.DeleteModel("Blob"),
    migrations.AlterField("blob", "size", models.TextField()),
    migrations.AddIndex("blob", models.Index(fields=["size"], name="by_size")),
    migrations.AddConstraint("blob", models.UniqueConstraint(fields=["size"], name="one_size")),
    migrations.RunSQL("UPDATE documents_blob SET size = 0"),
    migrations.RunPython(migrations.RunPython.noop),
    migrations.SeparateDatabaseAndState([migrations.RemoveField("blob", "size")]),
]
HARMLESS = [
    migrations.AddField("blob", "pages", models.IntegerField(null=True)),
    migrations.AddField("blob", "pages", models.IntegerField(default=1, db_default=1)),
    migrations.CreateModel("Page", [("id", models.BigAutoField(primary_key=True))]),
    migrations.RemoveIndex("blob", "by_size"),
    migrations.RemoveConstraint("blob", "one_size"),
    migrations.AlterModelOptions("blob", {"ordering": ["pk"]}),
    AddIndexConcurrently("blob", models.Index(fields=["size"], name="by_size")),
    migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("blob", "size")]),
]


@pytest.mark.parametrize("operation", HARMFUL, ids=lambda one: one.describe())
def test_what_harms_is_found(operation):
    assert list(harms(migration(operation), set()))


@pytest.mark.parametrize("operation", HARMLESS, ids=lambda one: one.describe())
def test_what_does_no_harm_passes(operation):
    assert list(harms(migration(operation), set())) == []


def test_all_is_allowed_on_a_table_that_nobody_reads_yet():
    assert list(harms(migration(HARMFUL[0]), {("documents", "blob")})) == []
