"""Pages that only show are read from the replica, unless their reader would see something stale."""

import time

import pytest
from django.db import connections
from django.utils import timezone

from caruban.kernel.accounts.actions import deactivate, end, grant
from caruban.kernel.accounts.models import User
from caruban.kernel.operations import metrics, panels
from caruban.kernel.registers.exports.gathering import Gathered, Order
from caruban.kernel.registers.exports.working import write
from caruban.kernel.replica import watch
from caruban.kernel.replica.reading import COOKIE, reading_from_replica, run_on_replica
from caruban.kernel.replica.watch import ALIAS, WATCH
from tests.config.processes import wait_until
from tests.factories import a_unit, an_institution, system
from tests.kernel.registers.forms.filling import opened
from tests.kernel.replica.standing import Asked, caught_up, standing_still
from tests.toys.factories import a_toy
from tests.toys.models import Toy
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", ALIAS])

LIST = "/data/mainan/"


def shown(browser, path=LIST):
    answer = browser.get(path)
    assert answer.status_code == 200
    return b"".join(answer).decode(errors="replace")


@pytest.mark.parametrize("path", [LIST, "/cari/?q=kuda", "/data/mainan/ekspor.csv"])
def test_a_page_that_only_shows_reads_its_records_from_the_replica(unit, reader, path):
    a_toy(unit, name="Kuda kayu")
    caught_up()
    with Asked() as asked:
        assert "Kuda kayu" in shown(reader, path)
    assert asked[ALIAS] > 0
    with Asked() as asked:
        Toy.objects.count()
    assert asked[ALIAS] == 0


def test_a_guest_reads_the_public_home_from_the_replica(replica, client):
    caught_up()
    with Asked() as asked:
        shown(client, "/")
    assert asked[ALIAS] > 0


def test_who_saved_reads_what_they_saved_and_others_what_the_replica_has(
    replica, unit, reader, client_of, officer
):
    another = client_of(officer)
    caught_up()
    with standing_still(replica):
        saved = reader.post(f"{LIST}baru/", opened(reader, code="K-1", name="Gasing bambu"))
        assert saved.status_code == 302
        shown(reader)  # and with it the message that it was saved
        assert "Gasing bambu" in shown(reader)
        assert "Gasing bambu" not in shown(another)
    caught_up()
    with Asked() as asked:
        assert "Gasing bambu" in shown(reader)
    assert asked[ALIAS] > 0


def test_a_cookie_of_nonsense_breaks_nothing(unit, reader):
    a_toy(unit, name="Kuda kayu")
    caught_up()
    for forged in ("", "0", "-1", "x", "9" * 19, "9" * 40):
        reader.cookies[COOKIE] = forged
        assert "Kuda kayu" in shown(reader)


def test_a_replica_that_is_too_far_behind_is_not_read(replica, unit, reader, settings):
    settings.REPLICA_LAG = 1
    with standing_still(replica):
        a_toy(unit, name="Kuda kayu")
        wait_until(lambda: WATCH.lag > 1, 10)
        assert "Kuda kayu" in shown(reader)
        assert panels.replica().state == "warn"


def test_a_primary_where_nothing_happens_leaves_no_lag(replica, reader, settings):
    settings.REPLICA_LAG = 1
    caught_up()
    began = WATCH.through
    wait_until(lambda: WATCH.through > began + 2, 10)
    assert WATCH.lag < 1


def test_a_role_that_was_ended_bites_at_once_however_far_behind_the_replica_is(
    replica, unit, reader, officer
):
    a_toy(unit, name="Kuda kayu")
    first = officer.memberships.get()
    elsewhere = a_unit(an_institution())
    grant(elsewhere, by=system(), user=officer, role=first.role, valid_from=first.valid_from)
    caught_up()
    with standing_still(replica):
        assert "Kuda kayu" in shown(reader)
        end(first, by=system(), on=timezone.localdate())
        with Asked() as asked:
            assert "Kuda kayu" not in shown(reader)
        assert asked[ALIAS] > 0


def test_rights_are_read_from_the_primary_even_where_records_are_not(replica, unit, officer):
    caught_up()
    with standing_still(replica):
        end(officer.memberships.get(), by=system(), on=timezone.localdate())
        with reading_from_replica():
            now = User.objects.get(pk=officer.pk)
            assert Toy.objects.db == ALIAS
            assert (now._state.db, now.roles) == ("default", frozenset())
            assert not officer.memberships.in_force(timezone.localdate()).exists()


def test_an_account_that_was_closed_is_out_at_once(replica, reader, officer):
    with standing_still(replica):
        assert reader.get(LIST).status_code == 200
        deactivate(officer, by=system(), why="pindah")
        assert reader.get(LIST).status_code == 302


def test_a_replica_that_dies_costs_no_page(replica, unit, reader, monkeypatch):
    a_toy(unit, name="Kuda kayu")
    caught_up()
    monkeypatch.setattr(watch, "PAUSE", 2.0)
    time.sleep(0.3)  # the next look comes after the reader
    lost = chosen("lost")
    replica.kill()

    assert "Kuda kayu" in shown(reader)
    assert chosen("lost") == lost + 1
    monkeypatch.setattr(watch, "PAUSE", 0.02)
    assert "Kuda kayu" in shown(reader)
    wait_until(lambda: WATCH.lag is None, 10)
    assert panels.replica().state == "bad"
    replica.start()
    caught_up()
    with Asked() as asked:
        assert "Kuda kayu" in shown(reader)
    assert asked[ALIAS] > 0


def test_a_question_that_takes_too_long_is_not_asked_again_of_the_primary(replica, reader):
    from django.db import OperationalError

    from caruban.kernel.replica.reading import took_too_long

    with pytest.raises(OperationalError) as slow, connections[ALIAS].cursor() as cursor:
        cursor.execute("SET statement_timeout = 20; SELECT pg_sleep(5)")
    assert took_too_long(slow.value)
    assert WATCH.lag is not None


def test_what_was_read_from_the_replica_is_saved_to_the_primary(unit, replica):
    toy = a_toy(unit, name="Kuda kayu")
    caught_up()
    with reading_from_replica():
        read = Toy.objects.get(pk=toy.pk)
        assert read._state.db == ALIAS
        read.name = "Kuda besi"
        read.save(update_fields=["name"])
    assert Toy.objects.get(pk=toy.pk).name == "Kuda besi"
    assert read.organisation.pk == unit.pk


def test_a_large_export_waits_for_what_was_committed_and_reads_it_from_the_replica(
    unit, officer, replica, tmp_path
):
    a_toy(unit, name="Kuda kayu")
    target = tmp_path / "mainan.csv"

    def gather():
        gathered = Gathered(ToyRegister, Order("csv"), officer)
        with target.open("wb") as file:
            write(gathered, file)

    with Asked() as asked:
        run_on_replica(gather)
    assert "Kuda kayu" in target.read_text("utf-8-sig")
    assert asked[ALIAS] > 0


def test_metrics_and_the_operator_are_told_of_the_lag(replica, reader):
    caught_up()
    told = metrics.exposition().decode()

    assert "caruban_replica_up 1.0" in told
    assert "caruban_replica_lag_seconds 0." in told
    assert panels.replica().state == "good"
    before = chosen("replica")
    shown(reader)
    assert chosen("replica") == before + 1


def chosen(name):
    line = f'caruban_replica_reads_total{{chosen="{name}"}} '
    found = [one for one in metrics.exposition().decode().splitlines() if one.startswith(line)]
    return float(found[0].split()[-1]) if found else 0.0
