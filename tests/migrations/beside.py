"""What a migration may not do while the version before it still serves: found in its operations.

Between `caruban prepare` and the restart of the last web process, old code meets the new tables.
"""

from collections.abc import Iterator

from django.db.migrations import operations as ops
from django.db.migrations.migration import Migration
from django.db.models import NOT_PROVIDED, ManyToManyField

OLD_CODE = "the version before reads it: stop using it in one release, take it away in the next"
HELD = "locks the table against writing while it is built: use {instead}"
CHANGES = {
    ops.RemoveField: OLD_CODE,
    ops.RenameField: OLD_CODE,
    ops.RenameModel: OLD_CODE,
    ops.DeleteModel: OLD_CODE,
    ops.AlterModelTable: OLD_CODE,
    ops.AlterUniqueTogether: "declare a UniqueConstraint",
    ops.AddIndex: HELD.format(instead="AddIndexConcurrently in a migration with atomic = False"),
    ops.AddConstraint: HELD.format(
        instead="AddConstraintNotValid and ValidateConstraint, or a concurrent unique index first"
    ),
    ops.AlterField: "may write the whole table anew, or refuse what the version before writes",
    ops.RunSQL: "nobody but its author knows what it locks",
    ops.RunPython: "may take long in one transaction: do it in pieces, by a job",
}


def created(migrations: list[Migration]) -> set[tuple[str, str]]:
    """Give the tables that these migrations make: nobody reads them yet, all is allowed there."""
    return {
        (one.app_label, operation.name.lower())
        for one in migrations
        for operation in one.operations
        if isinstance(operation, ops.CreateModel)
    }


def harms(migration: Migration, new: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Give what of a migration does not bear the version before it: (operation, why)."""
    for operation in _flat(migration.operations):
        table = getattr(operation, "model_name", None) or getattr(operation, "name", None) or ""
        if (migration.app_label, table.lower()) in new:
            continue
        why = _harm(operation)
        if why:
            yield operation.describe(), why


def _flat(operations: list[ops.base.Operation]) -> Iterator[ops.base.Operation]:
    for operation in operations:
        if isinstance(operation, ops.SeparateDatabaseAndState):
            yield from _flat(operation.database_operations)
        else:
            yield operation


def _harm(operation: ops.base.Operation) -> str:
    if isinstance(operation, ops.AddField):
        field = operation.field
        if isinstance(field, ManyToManyField) or field.null:
            return ""
        if field.db_default is NOT_PROVIDED:
            return "the version before does not fill it: give it a db_default, or null=True first"
        return ""
    kind = type(operation)  # and not isinstance: the concurrent ones inherit from those they mend
    return CHANGES.get(kind, "")
