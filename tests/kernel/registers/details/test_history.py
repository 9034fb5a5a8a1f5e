"""The history of a record: who changed what, when, from where; an old version brought back."""

import pytest

from caruban.kernel.registers import actions
from caruban.kernel.registers.details import history
from tests.factories import a_user
from tests.toys.factories import a_maker, a_toy
from tests.toys.models import Maker, Part, Toy
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db

NIK = "3209010101010001"


@pytest.fixture
def toy(unit):
    toy = a_toy(unit, code="K-1", name="Kuda", amount=1, nik=NIK)
    Part.objects.create(toy=toy, name="roda", weight=2, place=1)
    return toy


def of(toy, tab="riwayat/"):
    return f"/data/mainan/{toy.pk}/{tab}"


def change(toy, by, **values):
    return actions.change(ToyRegister, Toy.objects.get(pk=toy.pk), by=by, values=values)


def entries(toy, by):
    return history.trail_of(ToyRegister, toy, by=by).entries


def told(toy, by):
    return [[(one.label, one.before, one.after) for one in entry.differences]
            for entry in entries(toy, by)]  # fmt: skip


def hidden(page, name):
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def restore(browser, toy, number):
    url = of(toy, f"riwayat/{number}/pulihkan/")
    page = browser.get(url)
    assert page.status_code == 200, page.status_code
    token, version = hidden(page.text, "token"), hidden(page.text, "version")
    return page, browser.post(url, {"token": token, "version": version})


def test_it_says_who_changed_what_from_what_to_what(ani, officer, toy):
    change(toy, officer, name="Kuda besar", amount=1500, size="large")

    page = ani.get(of(toy)).text

    assert told(toy, officer)[0] == [
        ("Nama", "Kuda", "Kuda besar"), ("Ukuran", "kecil", "besar"), ("Jumlah", "1", "1.500"),
    ]  # fmt: skip
    assert "<b>Ani</b> mengubah" in page
    assert "</span>Kuda</del>" in page
    assert "</span>Kuda besar</ins>" in page


def test_rows_and_relations_are_part_of_it(officer, toy, unit):
    friend, maker = a_toy(unit, code="K-2", name="Beruang"), a_maker(unit, "Pak Kayu")
    kept = toy.parts.get()
    rows = [{"name": "tali", "weight": 1}, {"pk": kept.pk, "name": "roda", "weight": 3}]
    change(toy, officer, friends=[friend], maker=maker, parts=rows)

    flat = [one for entry in told(toy, officer) for one in entry]

    assert ("Pembuat", "", "Pak Kayu") in flat
    assert ("Teman", "", "K-2 Beruang") in flat
    assert ("Bagian", "", "tali, 1") in flat
    assert ("Bagian: berat (gram)", "2", "3") in flat


def test_personal_data_is_masked_in_it_for_everyone(client_of, secretary, officer, toy):
    from caruban.kernel.actions import acting

    with acting(officer):
        toy.nik = "3209010101019999"
        toy.save(update_fields=["nik"])

    page = client_of(secretary).get(of(toy)).text

    assert "••••••••••••9999" in page
    assert NIK not in page
    assert "3209010101019999" not in page


def test_from_where_is_told_to_who_may_read_the_history_of_all(client_of, ani, officer, unit, toy):
    sent = {"version": 1, "code": "K-1", "name": "Lain", "size": "small", "amount": "1"}
    ani.post(of(toy, "ubah/"), sent | {"organisation": unit.pk}, REMOTE_ADDR="10.1.2.3")
    operator = a_user("operator", unit.institution)

    assert entries(toy, operator)[0].address == "10.1.2.3"
    assert entries(toy, officer)[0].address == ""
    assert "dari 10.1.2.3" not in ani.get(of(toy)).text


def test_it_is_read_page_by_page(ani, officer, toy, monkeypatch):
    monkeypatch.setattr(history, "PAGE", 3)
    for one in range(5):
        change(toy, officer, name=f"Nama {one}")

    first = history.trail_of(ToyRegister, toy, by=officer)
    second = history.trail_of(ToyRegister, toy, by=officer, before=first.before)

    names = [one.differences[0].after for one in (*first.entries, *second.entries)]
    assert names[:5] == [f"Nama {one}" for one in (4, 3, 2, 1, 0)]
    assert f'href="?before={first.before}"' in ani.get(of(toy)).text


def test_an_old_version_is_brought_back_as_a_new_change(ani, officer, unit, toy):
    friend, maker = a_toy(unit, code="K-2"), a_maker(unit, "Pak Kayu")
    change(toy, officer, maker=maker, friends=[friend])
    then = entries(toy, officer)[0].number
    change(toy, officer, name="Beruang", maker=None, friends=[], amount=9, parts=[])

    page, answer = restore(ani, toy, then)

    assert "</span>Beruang</del>" in page.text
    assert "</span>Kuda</ins>" in page.text
    assert answer["Location"] == of(toy, "")
    toy.refresh_from_db()
    assert (toy.name, toy.amount, toy.maker, [*toy.friends.all()]) == ("Kuda", 1, maker, [friend])
    assert [(one.name, one.weight) for one in toy.parts.all()] == [("roda", 2)]
    assert toy.nik == NIK
    assert entries(toy, officer)[0].who == "Ani"


def test_what_is_gone_cannot_be_brought_back_and_is_named(ani, officer, unit, toy):
    maker = a_maker(unit)
    change(toy, officer, maker=maker)
    then = entries(toy, officer)[0].number
    change(toy, officer, maker=None, name="Beruang")
    Maker.objects.all().delete()

    page, answer = restore(ani, toy, then)

    assert "Pembuat: catatan yang dipilih waktu itu sudah tidak ada." in page.text
    toy.refresh_from_db()
    assert (answer.status_code, toy.name, toy.maker) == (302, "Kuda", None)


def test_what_is_masked_stays_as_it_is_and_is_named(ani, officer, toy):
    from caruban.kernel.actions import acting

    with acting(officer):
        toy.nik, toy.name = "3209010101019999", "Beruang"
        toy.save(update_fields=["nik", "name"])
    first = entries(toy, officer)[-1].number

    page, _answer = restore(ani, toy, first)

    assert "NIK pemilik: tersamar bagi Anda" in page.text
    assert NIK not in page.text
    toy.refresh_from_db()
    assert (toy.nik, toy.name) == ("3209010101019999", "Kuda")


def test_on_what_changed_meanwhile_nothing_is_brought_back(ani, officer, toy):
    change(toy, officer, name="Beruang")
    number = entries(toy, officer)[-1].number
    url = of(toy, f"riwayat/{number}/pulihkan/")
    token = hidden(ani.get(url).text, "token")
    change(toy, officer, amount=7)

    answer = ani.post(url, {"token": token, "version": "2"})

    toy.refresh_from_db()
    assert (answer.status_code, toy.name) == (422, "Beruang")


def test_a_second_click_brings_it_back_once(ani, officer, toy):
    change(toy, officer, name="Beruang")
    number = entries(toy, officer)[-1].number
    url = of(toy, f"riwayat/{number}/pulihkan/")
    sent = {"token": hidden(ani.get(url).text, "token"), "version": "2"}

    assert [ani.post(url, sent).status_code for _click in range(2)] == [302, 302]
    toy.refresh_from_db()
    assert toy.version == 3


def test_the_change_of_another_record_is_not_there(ani, officer, unit, toy):
    other = a_toy(unit)
    number = entries(other, officer)[0].number

    assert ani.get(of(toy, f"riwayat/{number}/pulihkan/")).status_code == 404


def test_who_only_reads_neither_restores_nor_is_offered_to(client_of, unit, officer, toy):
    change(toy, officer, name="Beruang")
    auditor = client_of(a_user("auditor", unit.institution))
    number = entries(toy, officer)[-1].number

    assert "pulihkan" not in auditor.get(of(toy)).text
    assert auditor.post(of(toy, f"riwayat/{number}/pulihkan/")).status_code == 403
    toy.refresh_from_db()
    assert toy.name == "Beruang"
