"""Whether an edit starts from what stands there now; if not, what changed meanwhile and by whom."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from caruban.kernel.errors import Difference, Refused, Stale
from caruban.kernel.history.models import Change
from caruban.kernel.history.queries import changes_of, differences
from caruban.kernel.records import Record


def ask_fresh(record: Record, version: int, *, columns: Collection[str] = ()) -> None:
    """Refuse to go on from an old version of a record.

    version   the one that the edit started from
    columns   the only ones that matter; all where none are named

    Raises Stale with what changed since, field by field, and Refused for a version that never was.
    """
    if version == record.version:
        return
    if not 0 < version < record.version:
        raise Refused(_("Versi ini tidak dikenal. Muat ulang halaman."), field="version")
    later = changes_since(record, version)
    touching = [one for one in later if not columns or set(columns) & set(one.after or {})]
    if touching:
        raise Stale(
            _("Catatan ini berubah sejak Anda membukanya. Isian Anda belum disimpan."),
            changes=merged(touching, type(record)),
            who=touching[0].actor_name,
            when=touching[0].at,
        )


def changes_since(record: Record, version: int) -> list[Change]:
    """Give the updates of a record after a version, the latest first: one row of history each."""
    updates = changes_of(record).filter(operation=Change.Operation.UPDATE)
    return list(updates[: record.version - version])


def merged(changes: list[Change], model: type[Record]) -> list[Difference]:
    """Join changes, the latest first, to one difference a field: before all, after all."""
    joined: dict[str, Difference] = {}
    for change in changes:
        for one in differences(change, model):
            after = joined[one.label].after if one.label in joined else one.after
            joined[one.label] = Difference(one.label, one.before, after, one.name)
    return list(joined.values())
