"""From an uploaded sheet to records: what is new, what changes, what is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from caruban.kernel.accounts.roles import Role
from caruban.kernel.events.models import Happening
from caruban.kernel.history.models import Change
from caruban.kernel.registers import actions as verbs
from caruban.kernel.registers.imports import actions
from caruban.kernel.registers.runs.actions import cancel
from caruban.kernel.registers.runs.models import Run
from tests.factories import a_unit, a_user, an_institution
from tests.kernel.registers.imports.importing import outcomes, reasons
from tests.kernel.registers.sheets import csv_of, xlsx
from tests.toys.factories import a_maker, a_toy
from tests.toys.models import Toy
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db

ROUNDED = (
    "Angka ini lebih dari 15 digit dan dibulatkan lembar kerja. "
    "Ubah format sel menjadi teks, lalu ketik ulang."
)
AS_TYPED = datetime(2026, 1, 31, 8, 15)  # noqa: DTZ001 (a sheet knows no time zone)
A_DAY = "Sel ini tanggal, sedangkan isiannya teks. Ubah format sel menjadi teks."
HEAD = ("Kode", "Nama", "Unit", "Jumlah")


def test_every_kind_of_cell_becomes_its_value(unit, officer, imported):
    maker, friend = a_maker(unit, "Pak Umar"), a_toy(unit, code="M-1")
    head = ("kode", "nama", "unit", "pembuat", "ukuran", "tinggi (cm)", "jumlah", "dibuat pada",
            "diperiksa pada", "dari kayu", "surel", "laman", "teman")  # fmt: skip
    row = ("K-1", "Kuda", "Dinas Mainan", "Pak Umar", "besar", 12.5, "1.234", date(2026, 1, 31),
           AS_TYPED, "ya", "a@b.go.id", "https://b.go.id", "M-1")  # fmt: skip

    imported(head, row)

    toy = Toy.objects.get(code="K-1")
    assert (toy.name, toy.organisation, toy.maker, toy.size) == ("Kuda", unit, maker, "large")
    assert (toy.height, toy.amount, toy.made_on) == (Decimal("12.50"), 1234, date(2026, 1, 31))
    assert toy.checked_at == datetime(2026, 1, 31, 1, 15, tzinfo=UTC)
    assert (toy.is_wooden, toy.mail, toy.page) == (True, "a@b.go.id", "https://b.go.id")
    assert list(toy.friends.all()) == [friend]


def test_rows_create_change_or_leave_and_the_preview_says_so(unit, checked):
    a_toy(unit, code="M-1", name="Lama", amount=1)
    a_toy(unit, code="M-2", name="Sama", amount=2)

    run = checked(HEAD, ("M-1", "Baru", unit.name, 1), ("M-2", "Sama", unit.name, 2),
                  ("M-3", "Anyar", unit.name, 3))  # fmt: skip

    assert outcomes(run) == [(2, "change"), (3, "same"), (4, "create")]
    assert run.lines.get(number=2).told == [["name", "Lama", "Baru"]]
    assert (run.state, run.whole) == (Run.State.READY, 3)
    assert set(Toy.objects.values_list("name", flat=True)) == {"Lama", "Sama"}


def test_all_rows_are_saved_with_one_event_and_the_history_of_each(unit, officer, imported):
    a_toy(unit, code="M-1", name="Lama")

    run = imported(HEAD, ("M-1", "Baru", unit.name, 1), ("M-2", "Anyar", unit.name, 2))

    assert run.state == Run.State.DONE
    assert list(Toy.objects.values_list("code", "name")) == [("M-1", "Baru"), ("M-2", "Anyar")]
    happening = Happening.objects.get(name="records.imported")
    assert (happening.actor, happening.details["created"], happening.details["changed"]) == (
        officer, 1, 1,
    )  # fmt: skip
    assert not Happening.objects.filter(name__startswith="record.").exists()
    by_officer = Change.objects.filter(table="toys_toy", actor_id=officer.pk)
    assert sorted(by_officer.values_list("operation", flat=True)) == ["INSERT", "UPDATE"]


def test_all_that_is_wrong_with_a_row_is_told_at_once_by_the_name_of_each_field(unit, checked):
    run = checked(HEAD, ("M-1", None, None, "tiga"), ("M-2", None, unit.name, 1))

    assert reasons(run) == [
        (2, "Jumlah", "tiga", "Isi dengan angka."),
        (2, "Nama", "", "Isian ini wajib."),
        (2, "Unit", "", "Isian ini wajib."),
        (3, "Nama", "", "Isian ini wajib."),
    ]


def test_a_field_that_no_column_fills_is_named_where_it_is_needed(unit, checked):
    run = checked(("Kode", "Jumlah"), ("M-1", 1))

    assert reasons(run) == [
        (2, "nama", "", "Isian ini wajib."),
        (2, "unit", "", "Isian ini wajib."),
    ]


def test_one_refused_row_keeps_all_from_being_saved(unit, checked):
    run = checked(HEAD, ("M-1", "Baik", unit.name, 1), ("M-2", "Buruk", unit.name, -1))

    assert reasons(run) == [(3, "", "", "Jumlah tidak boleh kurang dari 0.")]
    with pytest.raises(Exception, match="Masih ada baris yang ditolak"):
        actions.confirm(run)
    assert not Toy.objects.exists()


@pytest.mark.parametrize(
    ("field", "cell", "said"),
    [
        ("jumlah", "banyak", "Isi dengan angka."),
        ("jumlah", 1.5, "Isi dengan angka bulat."),
        ("jumlah", "1.5", "Angka ini tidak jelas. Tulis desimal dengan “,”."),
        ("dibuat pada", "31-02-2026", "Isi dengan tanggal, misalnya 31-12-2026."),
        ("dibuat pada", "besok", "Isi dengan tanggal, misalnya 31-12-2026."),
        ("ukuran", "sedang", "Pilih salah satu: kecil, besar."),
        ("dari kayu", "mungkin", "Isi dengan “ya” atau “tidak”."),
        ("pembuat", "Entah", "Tidak ada yang bernama atau berkode ini di antara pilihan Anda."),
        ("surel", "bukan surel", "Isi alamat surel lengkap, misalnya nama@instansi.go.id."),
        ("NIK pemilik", 3209123456789012, ROUNDED),
        ("NIK pemilik", date(2026, 1, 2), A_DAY),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_refused_by_row_column_value_and_reason(unit, checked, field, cell, said):
    run = checked(("kode", "nama", "unit", field), ("K-1", "Kuda", unit.name, cell), decimal=",")

    ((row, column, value, why),) = reasons(run)
    assert (row, column, why) == (2, field, said)
    assert value in {str(cell), str(float(cell)) if isinstance(cell, int) else ""}


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [("1.234,5", ",", "1234.50"), ("1,234.5", ".", "1234.50"), ("−2,5", ",", "-2.50"),
     ("Rp 1.000", ",", "1000.00"), ("0.5", ".", "0.50")],
)  # fmt: skip
def test_numbers_as_text_are_read_by_their_decimal_sign(unit, imported, text, decimal, number):
    imported(("kode", "nama", "unit", "ukuran", "tinggi"), ("K-1", "K", unit.name, "besar", text),
             decimal=decimal)  # fmt: skip

    assert Toy.objects.get().height == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["2026-01-31", "31-01-2026", "31/1/2026", "31.01.2026", "31 Jan 2026", "31 Januari 2026"],
)
def test_days_are_read_as_people_write_them(unit, imported, text):
    imported(("kode", "nama", "unit", "dibuat pada"), ("K-1", "Kuda", unit.name, text))

    assert Toy.objects.get().made_on == date(2026, 1, 31)


def test_codes_that_a_sheet_keeps_as_numbers_stay_codes(unit, imported):
    imported(HEAD, (123, "Kuda", unit.name, 1))

    assert Toy.objects.get().code == "123"


def test_two_rows_of_one_key_are_refused(unit, checked):
    a_toy(unit, code="M-1")

    run = checked(HEAD, ("M-1", "A", unit.name, 1), ("M-1", "B", unit.name, 1),
                  ("M-2", "C", unit.name, 1), ("M-2", "D", unit.name, 1))  # fmt: skip

    assert [(row, why) for row, _column, _value, why in reasons(run)] == [
        (3, "Catatan ini sudah ada di baris 2."),
        (5, "Sama dengan baris 4."),
    ]


def test_what_others_have_is_refused_without_saying_more(unit, officer, checked):
    a_toy(a_unit(an_institution()), code="M-1", name="Rahasia")

    run = checked(HEAD, ("M-1", "Kuda", unit.name, 1))

    assert [(row, column) for row, column, _value, _why in reasons(run)] == [(2, "Kode")]
    assert "Rahasia" not in str(reasons(run))


def test_nobody_changes_by_import_what_they_may_not_change_by_hand(unit, officer, checked):
    elsewhere = a_unit(unit.institution, "Dinas Lain")
    for code, place in (("M-1", elsewhere), ("M-2", elsewhere), ("M-3", unit)):
        a_toy(place, code=code, name="Lama")

    run = checked(
        HEAD,
        ("M-1", "Baru", elsewhere.name, 1),
        ("M-2", "Baru", unit.name, 1),
        ("M-3", "Baru", elsewhere.name, 1),
        ("M-4", "Baru", elsewhere.name, 1),
    )

    not_there = "Anda tidak berhak mengubah catatan ini, atau memindahkannya ke unit itu."
    assert [why for _row, _column, _value, why in reasons(run)] == [
        not_there, not_there, not_there, "Anda tidak berhak mencatat ini di unit tersebut.",
    ]  # fmt: skip
    assert set(Toy.objects.values_list("name", flat=True)) == {"Lama"}


def test_who_lost_the_right_after_the_preview_saves_nothing(unit, officer, checked):
    run = checked(HEAD, ("M-1", "Kuda", unit.name, 1))
    officer.memberships.all().delete()

    actions.confirm(Run.objects.get(pk=run.pk))

    run.refresh_from_db()
    assert run.state == Run.State.REFUSED
    assert not Toy.objects.exists()


def test_an_edit_after_the_preview_is_not_overwritten(unit, officer, checked):
    toy = a_toy(unit, code="M-1", name="Lama", amount=1)
    run = checked(HEAD, ("M-1", "Baru", unit.name, 1), ("M-2", "Anyar", unit.name, 1))
    other = a_user(Role.OFFICER, unit, name="Bu Sari")
    verbs.change(ToyRegister, toy, by=other, values={"amount": 9})

    actions.confirm(run)

    assert (run.state, Toy.objects.get().name) == (Run.State.REFUSED, "Lama")
    assert reasons(run) == [(2, "", "", "Bu Sari mengubah catatan ini sejak diperiksa: jumlah.")]
    assert not Happening.objects.filter(name="records.imported").exists()


def test_an_edit_of_what_was_left_as_it_is_stops_the_import_too(unit, officer, checked):
    toy = a_toy(unit, code="M-1", name="Sama", amount=1)
    run = checked(HEAD, ("M-1", "Sama", unit.name, 1), ("M-2", "Anyar", unit.name, 1))
    verbs.change(ToyRegister, toy, by=officer, values={"name": "Beda"})

    actions.confirm(run)

    assert run.state == Run.State.REFUSED
    assert Toy.objects.get().name == "Beda"


def test_a_record_that_came_after_the_preview_is_not_changed(unit, officer, checked):
    run = checked(HEAD, ("M-1", "Dari lembar", unit.name, 1))
    a_toy(unit, code="M-1", name="Dari halaman")

    actions.confirm(run)

    assert (run.state, Toy.objects.get().name) == (Run.State.REFUSED, "Dari halaman")
    assert "berubah sejak pratinjau" in str(reasons(run))


def test_looked_at_again_the_same_rows_can_be_saved(unit, officer, checked):
    run = checked(HEAD, ("M-1", "Dari lembar", unit.name, 1))
    a_toy(unit, code="M-1", name="Dari halaman")
    actions.confirm(run)

    actions.confirm(actions.look_again(run))

    assert (run.state, Toy.objects.get().name) == (Run.State.DONE, "Dari lembar")


def test_confirmed_twice_it_is_saved_once(unit, checked):
    run = checked(HEAD, ("M-1", "Kuda", unit.name, 1))

    actions.confirm(Run.objects.get(pk=run.pk))
    actions.confirm(Run.objects.get(pk=run.pk))

    assert Happening.objects.filter(name="records.imported").count() == 1
    assert Toy.objects.get().version == 1


def test_the_same_file_under_way_is_not_begun_again(unit, officer):
    file = csv_of(HEAD, ("M-1", "Kuda", unit.name, 1))
    first, is_new = actions.receive(ToyRegister, by=officer, name="a.csv", file=file)
    again, is_new_again = actions.receive(ToyRegister, by=officer, name="b.csv", file=file)
    other, is_others = actions.receive(
        ToyRegister, by=a_user(Role.OFFICER, unit), name="a.csv", file=file
    )

    assert (is_new, is_new_again, is_others) == (True, False, True)
    assert first.pk == again.pk != other.pk


def test_empty_cells_leave_or_clear_as_chosen(unit, imported):
    a_toy(unit, code="M-1", story="Tua", amount=3)
    head = ("kode", "riwayat", "jumlah")

    imported(head, ("M-1", "", 3), ("", "", ""))
    assert Toy.objects.get().story == "Tua"
    imported(head, ("M-1", "", 4), empty="clear")
    assert (Toy.objects.get().story, Toy.objects.get().amount) == ("", 4)


def test_only_new_or_only_known_records_as_chosen(unit, checked):
    a_toy(unit, code="M-1")
    rows = [HEAD, ("M-1", "A", unit.name, 1), ("M-2", "B", unit.name, 1)]

    new, known = checked(*rows, mode="create"), checked(*rows, (), mode="change", name="b.csv",
                                                        file=csv_of(*rows))  # fmt: skip

    assert [one[0] for one in reasons(new)] == [2]
    assert [one[0] for one in reasons(known)] == [3]


def test_an_ambiguous_name_is_refused_and_the_readers_own_unit_wins(unit, officer, checked):
    a_unit(an_institution(), "Dinas Mainan")
    a_unit(unit.institution, "Dinas Kembar")
    a_unit(unit.institution, "Dinas Kembar")

    run = checked(HEAD, ("M-1", "A", "Dinas Mainan", 1), ("M-2", "B", "Dinas Kembar", 1))

    assert outcomes(run) == [(2, "create"), (3, "refused")]
    assert "Ada 2 yang cocok" in reasons(run)[0][3]


def test_masked_values_that_come_back_change_nothing(unit, officer, checked):
    a_toy(unit, code="M-1", nik="3209123456789012")
    head = ("kode", "NIK pemilik")

    same = checked(head, ("M-1", "••••••••••••9012"))
    other = checked(head, ("M-1", "••••••••••••0000"))

    assert outcomes(same) == [(2, "same")]
    assert "tersamar" in reasons(other)[0][3]


def test_nobody_writes_over_or_guesses_by_a_sheet_what_they_see_masked(unit, officer, checked):
    a_toy(unit, code="M-1", nik="3209123456789012")

    guess = checked(("kode", "NIK pemilik"), ("M-1", "3209123456789012"))
    other = checked(("kode", "NIK pemilik"), ("M-1", "3209000000000001"))

    assert "tersamar bagi Anda" in reasons(guess)[0][3]
    assert "tersamar bagi Anda" in reasons(other)[0][3]


def test_a_cancelled_run_saves_nothing(unit, checked):
    run = checked(HEAD, ("M-1", "Kuda", unit.name, 1))
    cancel(Run.objects.get(pk=run.pk))

    actions.confirm(run)

    assert (Run.objects.get().state, Toy.objects.count()) == (Run.State.CANCELLED, 0)


def test_mapping_is_remembered_for_the_same_head(unit, officer, checked):
    head, row = ("A", "B", "C"), ("M-1", "Kuda", unit.name)
    checked(head, row, columns=("code", "name", "organisation"))

    file = xlsx(head, ("M-2", "Sapi", unit.name))
    run, _new = actions.receive(ToyRegister, by=officer, name="lain.xlsx", file=file)
    stranger = a_user(Role.OFFICER, unit)
    theirs, _new = actions.receive(ToyRegister, by=stranger, name="lain.xlsx", file=file)

    assert run.asked["settings"]["columns"] == ("code", "name", "organisation")
    assert theirs.asked["settings"]["columns"] == ("", "", "")
