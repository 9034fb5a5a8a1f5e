"""A new record that begins as another one: all but what tells the two apart."""

from caruban.kernel.actors import Actor
from caruban.kernel.records import Record
from caruban.kernel.registers.actions import Values
from caruban.kernel.registers.bulk_checks import unique_sets
from caruban.kernel.registers.forms.building import initial_of, masked_names
from caruban.kernel.registers.forms.rows import MOST
from caruban.kernel.registers.register import RegisterType, rows_of
from caruban.kernel.registers.versions import rows_at


def copied(register: RegisterType, record: Record, *, by: Actor) -> Values:
    """Give what the form of a copy begins with; its rows are new ones.

    Left out: what must differ, by itself or as the key, and what the reader sees masked.
    """
    alone = {names[0] for names in unique_sets(register.model) if len(names) == 1}
    left_out = alone | {*register.key} | masked_names(register, record, by=by)
    values = {
        name: value for name, value in initial_of(register, record).items() if name not in left_out
    }
    for rows in rows_of(register):
        kept = rows_at(record, rows, after=None)[:MOST]
        values[rows.name] = [{name: row[name] for name in rows.columns} for row in kept]
    return values
