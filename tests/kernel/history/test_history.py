"""Whatever writes to a table of record leaves a row that nobody can rewrite."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from caruban.kernel.accounts.models import User
from caruban.kernel.actions import acting
from caruban.kernel.documents.models import Document
from caruban.kernel.history.models import Change
from caruban.kernel.history.queries import changes_of, since, trail_of
from caruban.kernel.history.triggers import install, never_emptied, tables_of_record
from tests.factories import a_user, an_institution
from tests.toys.factories import a_toy
from tests.toys.models import Part

pytestmark = pytest.mark.django_db


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else None


def a_document(title="Rencana"):
    return Document.objects.create(organisation=an_institution(), title=title)


def last_of(record):
    return changes_of(record).first()


def test_an_insert_tells_the_whole_row():
    document = a_document()

    change = last_of(document)

    assert (change.operation, change.before) == ("INSERT", None)
    assert change.after["title"] == "Rencana"
    assert change.after["organisation_id"] == document.organisation_id


def test_an_update_tells_only_what_changed():
    document = a_document()
    document.title = "Peta"
    document.save()

    change = last_of(document)

    assert change.operation == "UPDATE"
    assert (change.before["title"], change.after["title"]) == ("Rencana", "Peta")
    assert change.before.keys() == change.after.keys() == {"title", "updated_at"}


def test_a_deletion_keeps_what_was_there():
    document = a_document()
    key = document.pk
    document.delete()

    change = Change.objects.get(table="documents_document", record=key, operation="DELETE")

    assert (change.before["title"], change.after) == ("Rencana", None)


def test_changes_in_bulk_leave_a_row_each():
    home = an_institution()
    documents = Document.objects.bulk_create(
        Document(organisation=home, title=f"Berkas {number}") for number in range(3)
    )
    Document.objects.filter(organisation=home).update(title="Sama")
    Document.objects.filter(organisation=home).delete()

    for document in documents:
        trail = Change.objects.filter(table="documents_document", record=document.pk)
        assert list(trail.order_by("id").values_list("operation", flat=True)) == [
            "INSERT",
            "UPDATE",
            "DELETE",
        ]


def test_raw_sql_leaves_a_row_with_the_name_of_the_databases_user():
    document = a_document()

    sql("UPDATE documents_document SET title = 'Diam-diam' WHERE id = %s", document.pk)

    change = last_of(document)
    assert change.after["title"] == "Diam-diam"
    assert (change.actor_id, change.actor_name) == (None, sql("SELECT session_user")[0][0])
    assert timezone.now() - change.at < timedelta(minutes=1)


def test_a_bare_update_within_an_actors_turn_bears_the_actors_name():
    document, user = a_document(), a_user(name="Sekretaris")

    with transaction.atomic(), acting(user):
        Document.objects.filter(pk=document.pk).update(title="Peta")

    assert (last_of(document).actor_id, last_of(document).actor_name) == (user.pk, "Sekretaris")


def test_an_update_that_changes_nothing_leaves_no_row():
    document = a_document()

    sql("UPDATE documents_document SET title = title WHERE id = %s", document.pk)

    assert changes_of(document).count() == 1
    document.refresh_from_db()
    assert document.version == 1


def test_the_version_counts_every_change_whoever_makes_it():
    document = a_document()
    document.save()
    assert document.version == 2

    Document.objects.filter(pk=document.pk).update(title="Peta", version=1)
    sql("UPDATE documents_document SET title = 'Lagi' WHERE id = %s", document.pk)

    document.refresh_from_db()
    assert document.version == 4


def test_a_password_is_not_in_the_history_but_its_change_is():
    user = a_user(password="kata-sandi-yang-panjang")
    user.set_password("kata-sandi-yang-lain")
    user.save(update_fields=["password"])

    rows = list(changes_of(user))

    assert [(row.before, row.after) for row in rows[:1]] == [(None, None)]
    assert rows[-1].after["email"] == user.email
    assert not any("password" in (row.after or {}) for row in rows)


@pytest.mark.parametrize("table", ["history_change", "events_happening"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {table} SET actor_name = 'x'", "DELETE FROM {table}"]
)
def test_what_happened_cannot_be_rewritten(table, statement):
    a_user("operator", an_institution())

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        sql(statement.format(table=table))

    assert sql(f"SELECT count(*) FROM {table}")[0][0] > 0


@pytest.mark.parametrize("table", sorted(never_emptied()))
def test_a_table_of_record_cannot_be_emptied(table):
    sql(f'ALTER TABLE "{table}" ENABLE TRIGGER refuse_emptying')

    with pytest.raises(IntegrityError, match="TRUNCATE refused"), transaction.atomic():
        sql(f'TRUNCATE "{table}" CASCADE')


@pytest.mark.parametrize("model", tables_of_record(), ids=lambda model: model._meta.label)
def test_every_table_of_record_is_watched(model):
    names = {
        name
        for (name,) in sql(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
            model._meta.db_table,
        )
    }

    assert names >= {
        "a_count_version",
        "keep_history",
        "keep_history_of_updates",
        "refuse_emptying",
    }
    assert model._meta.pk.column == "id"
    assert set(model.hidden_in_history) <= {field.column for field in model._meta.concrete_fields}


def test_putting_the_triggers_on_again_changes_nothing():
    every_trigger = (
        "SELECT tgrelid, tgname, tgtype, tgargs FROM pg_trigger"
        " WHERE NOT tgisinternal ORDER BY 1, 2"
    )
    before = sql(every_trigger)

    install(apps.get_app_config("history"))

    assert sql(every_trigger) == before


def test_the_trail_tells_people_what_changed_in_their_words():
    document, user = a_document(), a_user(name="Sekretaris")
    seen_at = timezone.now()
    with transaction.atomic(), acting(user):
        document.title = "Peta"
        document.save()

    latest, first = trail_of(document)

    assert (latest.who, latest.operation, first.operation) == ("Sekretaris", "diubah", "dibuat")
    (difference,) = latest.differences
    assert (difference.label, difference.before, difference.after) == ("judul", "Rencana", "Peta")
    assert [change.operation for change in since(document, seen_at)] == ["UPDATE"]


def test_a_user_row_without_history_never_exists():
    assert {row.pk for row in User.objects.all()} <= set(
        Change.objects.filter(table="accounts_user").values_list("record", flat=True)
    )


def test_a_row_that_goes_with_a_record_is_found_by_that_record():
    toy = a_toy(an_institution())
    part = Part.objects.create(toy=toy, name="roda")
    part.delete()

    changes = Change.objects.filter(table="toys_part", whole=toy.pk)

    assert [one.operation for one in changes] == ["DELETE", "INSERT"]


def test_a_row_that_stands_for_itself_has_no_whole():
    assert last_of(a_document()).whole is None


def test_a_relation_to_many_leaves_a_trace_at_the_record_that_has_it():
    toy, friend = a_toy(an_institution()), a_toy(an_institution())
    toy.friends.set([friend])
    toy.friends.set([])

    changes = Change.objects.filter(table="toys_toy_friends", whole=toy.pk)

    assert [one.operation for one in changes] == ["DELETE", "INSERT"]
    assert changes[1].after["to_toy_id"] == friend.pk
