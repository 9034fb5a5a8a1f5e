"""The triggers that count versions and keep history; put on every table of record after migrate."""

from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models import CASCADE, ForeignKey, ManyToManyField

from caruban.kernel.records import Record

FUNCTIONS = """
CREATE OR REPLACE FUNCTION caruban_count_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION caruban_keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  old_row jsonb := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) - TG_ARGV END;
  new_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) - TG_ARGV END;
  old_part jsonb := old_row;
  new_part jsonb := new_row;
  whole_column text := substring(TG_ARGV[0] from '^whole=(.*)$');
BEGIN
  IF TG_OP = 'UPDATE' THEN  -- only what changed
    SELECT jsonb_object_agg(key, value) INTO old_part FROM jsonb_each(old_row)
     WHERE value IS DISTINCT FROM new_row -> key;
    SELECT jsonb_object_agg(key, value) INTO new_part FROM jsonb_each(new_row)
     WHERE value IS DISTINCT FROM old_row -> key;
  END IF;
  INSERT INTO history_change
    (at, actor_id, actor_name, address, request, "table", record, whole, operation, before, after)
  VALUES (
    clock_timestamp(),
    nullif(current_setting('caruban.actor', true), '')::bigint,
    coalesce(nullif(current_setting('caruban.actor_name', true), ''), session_user),
    coalesce(current_setting('caruban.address', true), ''),
    coalesce(current_setting('caruban.request', true), ''),
    TG_TABLE_NAME,
    coalesce(new_row ->> 'id', old_row ->> 'id')::bigint,
    coalesce(new_row ->> whole_column, old_row ->> whole_column)::bigint,
    TG_OP, old_part, new_part
  );
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION caruban_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% refused on %: its history is append-only', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
"""

ON_RECORDS = """
CREATE OR REPLACE TRIGGER a_count_version BEFORE UPDATE ON "{table}"
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION caruban_count_version();
CREATE OR REPLACE TRIGGER keep_history AFTER INSERT OR DELETE ON "{table}"
  FOR EACH ROW EXECUTE FUNCTION caruban_keep_history({hidden});
CREATE OR REPLACE TRIGGER keep_history_of_updates AFTER UPDATE ON "{table}"
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
  EXECUTE FUNCTION caruban_keep_history({hidden});
"""

ON_RELATIONS = """
CREATE OR REPLACE TRIGGER keep_history AFTER INSERT OR DELETE OR UPDATE ON "{table}"
  FOR EACH ROW EXECUTE FUNCTION caruban_keep_history({hidden});
"""

ON_APPEND_ONLY = """
CREATE OR REPLACE TRIGGER refuse_rewriting BEFORE UPDATE OR DELETE ON "{table}"
  FOR EACH ROW EXECUTE FUNCTION caruban_refuse_rewriting();
"""

ON_EVERY_ONE = """
CREATE TRIGGER refuse_emptying BEFORE TRUNCATE ON "{table}"
  FOR EACH STATEMENT EXECUTE FUNCTION caruban_refuse_rewriting();
"""

APPEND_ONLY = ("history_change", "events_happening", "accounts_signin", "privacy_reading")


def tables_of_record() -> list[type[Record]]:
    """Give every concrete model that is a Record."""
    return [model for model in apps.get_models() if issubclass(model, Record)]


def whole_of(model: type[Record]) -> "ForeignKey[Any, Any] | None":
    """Give the relation to the record that a row goes with when it is removed; None for none."""
    for field in model._meta.concrete_fields:
        if not isinstance(field, ForeignKey) or field.remote_field.on_delete is not CASCADE:
            continue
        if issubclass(field.remote_field.model, Record):
            return field
    return None


def relations_to_many() -> "list[ManyToManyField[Any, Any]]":
    """Give the relations to many of records whose table Django made by itself."""
    return [
        field
        for model in tables_of_record()
        for field in model._meta.local_many_to_many
        if (through := field.remote_field.through) and through._meta.auto_created
    ]


def never_emptied() -> set[str]:
    """Give the tables on which TRUNCATE is refused: no row trigger would see it."""
    return {model._meta.db_table for model in tables_of_record()} | set(APPEND_ONLY)


def install(sender: AppConfig, using: str = "default", **_kwargs: Any) -> None:
    """Put the triggers on every table that exists by now; safe to run again."""
    if sender.label != "history":  # once a migrate, not once an app: it sees all tables then
        return
    with connections[using].cursor() as cursor:
        existing = set(connections[using].introspection.table_names(cursor))
        cursor.execute(FUNCTIONS)
        for model in tables_of_record():
            if model._meta.db_table in existing:
                whole = whole_of(model)
                arguments = [f"whole={whole.column}"] if whole else []
                arguments += ["version", *model.hidden_in_history]
                _keep(cursor, ON_RECORDS, model._meta.db_table, arguments)
        for field in relations_to_many():
            if field.m2m_db_table() in existing:
                _keep(
                    cursor, ON_RELATIONS, field.m2m_db_table(), [f"whole={field.m2m_column_name()}"]
                )
        for table in existing.intersection(APPEND_ONLY):
            cursor.execute(ON_APPEND_ONLY.format(table=table))
        for table in existing.intersection(never_emptied()):
            _refuse_emptying(cursor, table)


def _keep(cursor: Any, trigger: str, table: str, arguments: list[str]) -> None:
    hidden = ", ".join(f"'{one}'" for one in arguments)
    cursor.execute(trigger.format(table=table, hidden=hidden))


def _refuse_emptying(cursor: Any, table: str) -> None:
    cursor.execute(
        "SELECT 1 FROM pg_trigger WHERE tgname = 'refuse_emptying' AND tgrelid = %s::regclass",
        [table],
    )
    if cursor.fetchone() is None:
        cursor.execute(ON_EVERY_ONE.format(table=table))
