"""An export has the rows and columns of the list, in each kind, as values of their kind."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from caruban.kernel.accounts.roles import Role
from caruban.kernel.events.models import Happening
from caruban.kernel.privacy.models import Reading
from tests.factories import a_unit, a_user, an_institution
from tests.kernel.registers.sheets import cells_of
from tests.toys.factories import a_maker, a_toy

pytestmark = pytest.mark.django_db


@pytest.fixture
def toy(unit):
    toy = a_toy(
        unit, code="M-1", name="Kuda", maker=a_maker(unit, "Pak Umar"), size="large",
        height=Decimal("12.50"), amount=-0, made_on=date(2026, 1, 31), is_wooden=True,
        checked_at=datetime(2026, 1, 31, 1, 15, tzinfo=UTC), nik="3209123456789012",
        story="baris satu\nbaris  dua",
    )  # fmt: skip
    toy.friends.set([a_toy(unit, code="M-2", name="Sapi"), a_toy(unit, code="M-3", name="Ayam")])
    return toy


def row_of(head, row):
    return dict(zip(head, row, strict=True))


def test_csv_has_words_plain_numbers_and_days(toy, taken):
    content = taken("csv")

    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    head, row, *_rest = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    told = row_of(head, row)
    assert (told["kode"], told["unit"], told["pembuat"]) == ("M-1", "Dinas Mainan", "Pak Umar")
    assert (told["ukuran"], told["tinggi (cm)"], told["jumlah"]) == ("besar", "12.50", "0")
    assert (told["dibuat pada"], told["diperiksa pada"]) == ("2026-01-31", "2026-01-31 08:15:00")
    assert (told["dari kayu"], told["teman"]) == ("ya", "M-2 Sapi; M-3 Ayam")
    assert (told["riwayat"], told["unit pembuat"]) == ("baris satu\nbaris  dua", "Dinas Mainan")


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_spreadsheets_have_typed_cells_and_say_what_they_hold(toy, taken, kind):
    content = taken(kind)

    head, row, *_rest = cells_of(content)
    told = row_of(head, row)
    assert (told["kode"], told["ukuran"], told["dari kayu"]) == ("M-1", "besar", "ya")
    assert (told["tinggi (cm)"], told["jumlah"]) == (12.5, 0)
    assert told["dibuat pada"] == date(2026, 1, 31)
    assert told["diperiksa pada"] == datetime(2026, 1, 31, 8, 15)  # noqa: DTZ001
    assert told["riwayat"] == "baris satu\nbaris  dua"
    notes = dict(cells_of(content, sheet=1))
    assert (notes["Register"], notes["Diekspor oleh"]) == ("Register mainan", "Pak Budi")
    assert (notes["Banyaknya baris"], notes["Saringan"]) == ("3", "tanpa saringan")
    assert "tersamar" in notes["Data pribadi"].lower()


def test_json_has_codes_keys_and_what_was_asked(toy, taken):
    told = json.loads(taken("json"))

    record = told["records"][0]
    assert (told["register"], told["exported_by"]) == ("toys", "Pak Budi")
    assert (record["size"], record["organisation"]) == ("large", toy.organisation_id)
    assert (record["height"], record["amount"], record["made_on"]) == ("12.50", 0, "2026-01-31")
    assert record["friends"] == [one.pk for one in toy.friends.all()]
    assert record["is_wooden"] is True


def test_an_export_of_nothing_has_its_head(unit, taken):
    assert taken("csv").decode("utf-8-sig").startswith("kode,nama,unit")
    assert len(cells_of(taken("xlsx"))) == len(cells_of(taken("ods"))) == 1
    assert json.loads(taken("json"))["records"] == []


def test_exactly_what_is_filtered_is_taken_in_its_order(unit, taken):
    for code, amount, size in (("M-1", 1, "small"), ("M-2", 5, "large"), ("M-3", 9, "large")):
        a_toy(unit, code=code, amount=amount, size=size)
    query = "?amount_min=2&size=large&sort=-amount&columns=amount,code&q=mainan&after=x"

    assert taken("csv", query=query).decode("utf-8-sig").split() == [
        "jumlah,kode",
        "9,M-3",
        "5,M-2",
    ]
    notes = dict(cells_of(taken("xlsx", query=query), sheet=1))
    assert "besar" in notes["Saringan"]
    assert "2" in notes["Saringan"]
    assert notes["Alamat"].endswith(
        "/data/mainan/" + query.removesuffix("&after=x").replace("t,c", "t%2Cc")
    )


def test_a_filter_that_cannot_be_read_lets_no_row_out(toy, taken):
    assert len(taken("csv", query="?amount_min=banyak").splitlines()) == 1


def test_shown_columns_are_taken_unless_every_one_is_asked_for(toy, taken):
    shown = taken("csv", query="").decode("utf-8-sig").splitlines()[0]

    assert shown == "kode,nama,unit,pembuat,ukuran,tinggi (cm),jumlah,dibuat pada,status"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "json"])
def test_personal_data_is_masked_for_who_may_not_see_it(toy, unit, taken, kind):
    secretary = a_user(Role.SECRETARY, unit.institution)

    assert text_of(taken(kind), kind).count("3209123456789012") == 0
    assert "9012" in text_of(taken(kind), kind)
    assert "3209123456789012" in text_of(taken(kind, by=secretary), kind)


def test_personal_data_that_is_given_in_full_is_written_down(toy, unit, officer, taken):
    secretary = a_user(Role.SECRETARY, unit.institution)
    taken("csv")
    assert not Reading.objects.exists()

    taken("xlsx", by=secretary)
    taken("csv", by=secretary, query="")

    reading = Reading.objects.get()
    assert (reading.reader_id, reading.register, reading.field) == (secretary.pk, "toys", "nik")
    assert (reading.count, reading.door, reading.record) == (1, "export", None)


def text_of(content, kind):
    if kind in {"csv", "json"}:
        return content.decode()
    return str(cells_of(content))


def test_nobody_exports_what_they_may_not_read(toy, client_of, taken):
    stranger = a_user(Role.OFFICER, a_unit(an_institution()))

    assert len(taken("csv", by=stranger).splitlines()) == 1
    assert client_of(a_user()).get("/data/mainan/ekspor.csv").status_code == 403
    assert client_of(stranger).get("/data/mainan/ekspor.exe").status_code == 404


def test_that_somebody_took_records_out_is_written_down(toy, officer, taken):
    taken("xlsx")

    happening = Happening.objects.get(name="records.exported")
    assert (happening.actor, happening.details["count"]) == (officer, 3)
    assert happening.details["format"] == "XLSX"


def test_it_is_a_file_that_no_cache_keeps(toy, client_of, officer):
    answer = client_of(officer).get("/data/mainan/ekspor.csv")

    assert answer["Content-Disposition"].startswith('attachment; filename="mainan-2')
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    b"".join(answer)
