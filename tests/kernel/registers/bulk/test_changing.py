"""Many records at once: seen before it is done, each decided when it is changed."""

import pytest
from django.utils import timezone

from caruban.kernel.accounts.roles import Role
from caruban.kernel.errors import Refused
from caruban.kernel.events.models import Happening
from caruban.kernel.history.models import Change
from caruban.kernel.registers import actions as verbs
from caruban.kernel.registers.bulk import actions, working
from caruban.kernel.registers.bulk.fields import editable
from caruban.kernel.registers.runs import jobs
from caruban.kernel.registers.runs.actions import cancel
from caruban.kernel.registers.runs.models import Run
from tests.factories import a_unit, a_user, an_institution
from tests.kernel.registers.bulk.ordering import act, edit, lines, reasons, remove, selected
from tests.toys.factories import a_maker, a_toy
from tests.toys.models import Toy
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db


def test_the_preview_says_what_would_change_and_changes_nothing(unit, officer):
    toys = [a_toy(unit, code="M-1", amount=1), a_toy(unit, code="M-2", amount=5)]
    elsewhere = a_toy(a_unit(unit.institution), code="M-3", amount=1)

    run = edit(selected(*toys, elsewhere), by=officer, amount="5")

    assert lines(run) == [("M-1", "change"), ("M-2", "same"), ("M-3", "refused")]
    assert run.lines.get(number=1).told == [["amount", "1", "5"]]
    assert reasons(run) == ["Anda tidak berhak melakukan ini di unit tersebut."]
    assert list(Toy.objects.values_list("amount", "version")) == [(1, 1), (5, 1), (1, 1)]
    assert not Change.objects.filter(table="toys_toy", operation="UPDATE").exists()
    assert not Happening.objects.filter(name="record.changed").exists()


def test_confirmed_each_record_is_changed_by_its_own_action(unit, officer):
    toys = [a_toy(unit, amount=1), a_toy(unit, amount=5)]
    maker = a_maker(unit)

    run = actions.confirm(edit(selected(*toys), by=officer, amount="5", maker=maker.pk))

    assert (run.state, run.counts) == (Run.State.DONE, {"done": 2})
    assert set(Toy.objects.values_list("amount", "maker")) == {(5, maker.pk)}
    assert Happening.objects.filter(name="record.changed", actor=officer).count() == 2


def test_fields_are_cleared_where_they_may_be(unit, officer):
    toy = a_toy(unit, story="Tua", maker=a_maker(unit))

    actions.confirm(edit(selected(toy), by=officer, clear=("story", "maker")))

    toy.refresh_from_db()
    assert (toy.story, toy.maker) == ("", None)


def test_an_empty_field_is_no_wish_to_clear_it(unit, officer):
    run = edit(selected(a_toy(unit, story="Tua")), by=officer, story="")

    assert run.state == Run.State.REFUSED
    assert "Isi, atau pilih" in run.said


def test_what_tells_records_apart_or_is_masked_is_not_edited_in_bulk(unit, officer):
    offered = editable(ToyRegister, by=officer)

    assert {"maker", "amount", "friends"} <= {*offered}
    assert not {"code", "nik", "parts"} & {*offered}
    assert "nik" in editable(ToyRegister, by=a_user(Role.SECRETARY, unit.institution))


def test_nobody_writes_over_in_bulk_what_they_see_masked(unit, officer):
    run = edit(selected(a_toy(unit, nik="3209123456789012")), by=officer, nik="1")

    assert reasons(run) == ["Isian ini tersamar bagi Anda, jadi Anda juga tidak dapat mengubahnya."]


def test_an_action_is_taken_on_each_that_lets_it(unit, head):
    toys = [a_toy(unit, code="M-1"), a_toy(unit, code="M-2", state="approved")]

    run = act(selected(*toys), by=head, why="lengkap")
    assert lines(run) == [("M-1", "change"), ("M-2", "refused")]
    assert reasons(run) == ["Mainan ini sudah disetujui."]
    actions.confirm(run)

    assert lines(run) == [("M-1", "done"), ("M-2", "refused")]
    assert list(Toy.objects.values_list("state", "story")) == [
        ("approved", "lengkap"),
        ("approved", ""),
    ]


def test_records_are_removed_where_nothing_refers_to_them(unit):
    secretary = a_user(Role.SECRETARY, unit.institution)
    toys = [a_toy(unit), a_toy(unit)]

    run = actions.confirm(remove(selected(*toys), by=secretary))

    assert (run.counts, Toy.objects.count()) == ({"done": 2}, 0)


def test_everything_filtered_is_frozen_when_it_is_looked_at(unit, officer):
    a_toy(unit, code="M-1", amount=1)
    run = edit(selected(everything=True), by=officer, amount="5")
    a_toy(unit, code="M-2", amount=1)

    actions.confirm(run)

    assert list(Toy.objects.values_list("code", "amount")) == [("M-1", 5), ("M-2", 1)]


def test_everything_filtered_is_what_the_list_shows(unit, officer):
    for code, amount in (("M-1", 1), ("M-2", 5), ("M-3", 9)):
        a_toy(unit, code=code, amount=amount)

    run = edit(selected(everything=True, query="amount_min=5&sort=-amount"), by=officer, story="x")

    assert lines(run) == [("M-3", "change"), ("M-2", "change")]


def test_what_left_the_filter_meanwhile_is_skipped(unit, officer):
    toys = [a_toy(unit, code=code, amount=5) for code in ("M-1", "M-2")]
    run = edit(selected(everything=True, query="amount_min=5"), by=officer, story="x")
    verbs.change(ToyRegister, toys[0], by=officer, values={"amount": 1})

    actions.confirm(run)

    assert lines(run) == [("M-1", "skipped"), ("M-2", "done")]
    assert [one.story for one in Toy.objects.order_by("code")] == ["", "x"]


def test_a_filter_that_cannot_be_read_changes_nothing(unit, officer):
    a_toy(unit, amount=5)

    with pytest.raises(Refused, match="sedikitnya satu"):
        edit(selected(everything=True, query="amount_min=banyak"), by=officer, story="x")


def test_what_is_gone_meanwhile_is_skipped_and_said(unit, officer):
    toys = [a_toy(unit, code="M-1"), a_toy(unit, code="M-2")]
    run = edit(selected(*toys), by=officer, amount="5")
    toys[0].delete()

    actions.confirm(run)

    assert lines(run) == [("M-1", "skipped"), ("M-2", "done")]
    assert run.state == Run.State.DONE


def test_what_left_its_readers_reach_meanwhile_is_refused(unit, officer):
    toy = a_toy(unit, amount=1)
    run = edit(selected(toy), by=officer, amount="5")
    Toy.objects.filter(pk=toy.pk).update(organisation=a_unit(unit.institution))

    actions.confirm(run)

    assert [one for _title, one in lines(run)] == ["refused"]
    assert Toy.objects.get().amount == 1


def test_an_edit_of_another_field_meanwhile_is_kept(unit, officer):
    toy = a_toy(unit, name="Lama", amount=1)
    run = edit(selected(toy), by=officer, amount="5")
    verbs.change(ToyRegister, toy, by=a_user(Role.OFFICER, unit), values={"name": "Baru"})

    actions.confirm(run)

    toy.refresh_from_db()
    assert (toy.name, toy.amount) == ("Baru", 5)


def test_begun_again_it_goes_on_behind_what_is_done(unit, officer, monkeypatch):
    toys = [a_toy(unit, code=f"M-{one}", amount=one) for one in range(1, 4)]
    run = edit(selected(*toys), by=officer, amount="9")
    seen = []

    def die_at_the_second(line, doing):
        seen.append(line.number)
        if len(seen) == 2:
            raise KeyboardInterrupt
        work_one(line, doing)

    work_one = working.work_one
    monkeypatch.setattr(working, "work_one", die_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        actions.confirm(run)
    assert [one for _title, one in lines(run)] == ["done", "change", "change"]
    jobs.work_here(Run.objects.get(pk=run.pk))

    assert seen == [1, 2, 2, 3]
    assert [one.version for one in Toy.objects.order_by("pk")] == [2, 2, 2]
    assert Happening.objects.filter(name="record.changed").count() == 3


def test_cancelled_it_stops_and_what_is_done_stays(unit, officer, monkeypatch):
    toys = [a_toy(unit, amount=one) for one in range(1, 4)]
    run = edit(selected(*toys), by=officer, amount="9")
    work_one = working.work_one

    def cancel_after(line, doing):
        work_one(line, doing)
        cancel(Run.objects.get(pk=run.pk))

    monkeypatch.setattr(working, "work_one", cancel_after)
    monkeypatch.setattr("caruban.kernel.registers.runs.progress.PAUSE", 0)
    actions.confirm(run)

    assert run.state == Run.State.CANCELLED
    assert [one for _title, one in lines(run)] == ["done", "change", "change"]
    assert Toy.objects.filter(amount=9).count() == 1


def test_confirmed_twice_it_is_done_once(unit, head):
    run = act(selected(a_toy(unit)), by=head, why="lengkap")

    actions.confirm(Run.objects.get(pk=run.pk))
    actions.confirm(Run.objects.get(pk=run.pk))

    assert Toy.objects.get().story == "lengkap"


def test_nothing_chosen_and_too_much_are_refused(unit, officer, monkeypatch):
    with pytest.raises(Refused, match="sedikitnya satu"):
        edit(selected(), by=officer, amount="5")
    monkeypatch.setattr(actions, "MOST", 1)
    with pytest.raises(Refused, match="Saring lebih sempit"):
        edit(selected(a_toy(unit), a_toy(unit)), by=officer, amount="5")


def test_nobody_changes_in_bulk_what_they_do_not_see(unit, officer):
    foreign = a_toy(a_unit(an_institution()), amount=1)

    with pytest.raises(Refused, match="sedikitnya satu"):
        edit(selected(foreign), by=officer, amount="5")
    run = edit(selected(foreign, a_toy(unit)), by=officer, amount="5")

    assert len(lines(run)) == 1
    assert Toy.objects.get(pk=foreign.pk).amount == 1


def test_old_runs_are_forgotten_with_their_lines(unit, officer):
    run = edit(selected(a_toy(unit)), by=officer, amount="5")
    recent = edit(selected(a_toy(unit)), by=officer, amount="6")
    long_ago = timezone.now() - jobs.KEPT - timezone.timedelta(days=1)
    Run.objects.filter(pk=run.pk).update(made_at=long_ago)

    assert jobs.forget(timestamp=0) == 1

    assert list(Run.objects.all()) == [recent]


def test_what_kills_its_worker_again_and_again_is_given_up(unit, officer):
    run = edit(selected(a_toy(unit)), by=officer, amount="5")
    Run.objects.filter(pk=run.pk).update(state=Run.State.WORKING, tries=jobs.MOST_TRIES)

    jobs.work_here(run)

    assert run.state == Run.State.FAILED
    assert "Gangguan" in run.said
