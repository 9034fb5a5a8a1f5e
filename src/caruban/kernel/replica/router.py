"""Django's router: everything is the primary's but records that a `from_replica` view reads."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

from caruban.kernel.records import Record
from caruban.kernel.replica.reading import alias

# who somebody is and what they may: a right that was taken back is never read from a replica
NEVER = frozenset({"accounts", "tokens", "invitations"})


class Router:
    """Named by DATABASE_ROUTERS where there is a replica."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        """Give the replica to records alone, and only where a view said so."""
        if issubclass(model, Record) and model._meta.app_label not in NEVER:
            return alias()
        return DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        """Give the primary, wherever a record was read."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        """Say yes: both are the same database."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Say that the primary alone is migrated."""
        return db == DEFAULT_DB_ALIAS
