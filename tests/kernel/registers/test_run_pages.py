"""Imports, bulk changes and exports as pages: each step by its form, one's own only."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from caruban.kernel.accounts.roles import Role
from caruban.kernel.registers.exports import views as exports
from caruban.kernel.registers.runs import jobs
from caruban.kernel.registers.runs.models import Line, Run
from tests.factories import a_unit, a_user, an_institution
from tests.kernel.registers.sheets import cells_of, csv_of, xlsx
from tests.toys.factories import a_maker, a_toy
from tests.toys.models import Toy

pytestmark = pytest.mark.django_db
HEAD = ("Kode", "Nama", "Unit", "Jumlah")
RULES = {"mode": "both", "empty": "keep", "decimal": ","}


@pytest.fixture
def unit():
    return a_unit(an_institution(), "Dinas Mainan")


@pytest.fixture
def officer(unit):
    return a_user(Role.OFFICER, unit)


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


def uploaded(browser, file, name="daftar.xlsx"):
    """Upload a file; give the page that follows."""
    sent = SimpleUploadedFile(name, file.read())
    return browser.post("/data/mainan/impor/", {"file": sent}, follow=True)


def page(answer):
    return answer.content.decode()


def test_from_the_template_to_saved_records(browser, unit):
    assert "Unduh templat" in page(browser.get("/data/mainan/impor/"))
    matching = uploaded(browser, xlsx(HEAD, ("M-1", "Kuda", unit.name, 3)))
    assert "Cocokkan kolom" in page(matching)
    columns = {
        "column_0": "code",
        "column_1": "name",
        "column_2": "organisation",
        "column_3": "amount",
    }

    preview = browser.post(matching.request["PATH_INFO"], columns | RULES, follow=True)
    assert "akan dibuat" in page(preview)
    assert not Toy.objects.exists()
    run = Run.objects.get()
    done = browser.post(f"/data/proses/{run.pk}/jalankan/", follow=True)

    assert "selesai" in page(done)
    assert Toy.objects.get().code == "M-1"


def test_a_refused_import_comes_back_as_a_sheet_to_mend(browser, unit):
    file = xlsx(HEAD, ("M-1", "Kuda", unit.name, 3), ("M-2", "Sapi", "Entah", "banyak"))
    matching = uploaded(browser, file)
    columns = {
        "column_0": "code",
        "column_1": "name",
        "column_2": "organisation",
        "column_3": "amount",
    }
    preview = browser.post(matching.request["PATH_INFO"], columns | RULES, follow=True)
    run = Run.objects.get()

    assert "1 baris perlu diperbaiki dahulu" in page(preview)
    assert ("M-2</th>" in page(preview), "M-1</th>" in page(preview)) == (True, False)
    assert "M-1</th>" in page(browser.get(f"/data/proses/{run.pk}/?outcome="))
    assert "Jalankan" not in page(preview)
    mend = b"".join(browser.get(f"/data/proses/{run.pk}/baris.xlsx"))
    rows = cells_of(mend)
    assert rows[0] == [*HEAD, "Alasan ditolak"]
    assert rows[1] == ["M-1", "Kuda", unit.name, 3, ""]
    assert rows[2][:4] == ["M-2", "Sapi", "Entah", "banyak"]
    assert rows[2][4] == (
        "Jumlah “banyak”: Isi dengan angka.\n"
        "Unit “Entah”: Tidak ada yang bernama atau berkode ini di antara pilihan Anda."
    )
    again = uploaded(browser, io.BytesIO(mend), "perbaikan.xlsx")
    assert Run.objects.first().asked["settings"]["columns"][:4] == [
        "code", "name", "organisation", "amount",
    ]  # fmt: skip
    assert Run.objects.first().asked["settings"]["columns"][4] == ""
    assert "Cocokkan kolom" in page(again)


def test_the_template_has_every_field_its_choices_and_an_example(browser, unit):
    a_maker(unit, "Pak Umar")
    content = b"".join(browser.get("/data/mainan/impor/templat.xlsx"))

    heads, *rows = cells_of(content)
    assert heads[:4] == ["kode", "nama", "unit", "pembuat"]
    assert rows == []
    told = {row[0]: row for row in cells_of(content, sheet=1)}
    assert (told["kode"][1], told["nama"][1], told["riwayat"][1]) == ("kunci", "ya", "")
    assert told["jumlah"][3] == "Banyaknya di gudang."
    assert told["ukuran"][4] == "kecil, besar"
    assert "Pak Umar" in told["pembuat"][4]
    example = dict(zip(*cells_of(content, sheet=2)[:2], strict=True))
    assert (example["ukuran"], example["pembuat"]) == ("kecil", "Pak Umar")


def test_how_a_file_is_read_can_be_put_right(browser, unit):
    file = csv_of(("Laporan", "", ""), HEAD[:3], ("M-1", "Kuda", unit.name), separator="|")
    uploaded(browser, file, "a.csv")
    run = Run.objects.get()
    assert run.asked["settings"]["head"] == 2

    answer = browser.post(
        f"/data/mainan/impor/{run.pk}/baca/",
        {"head": "2", "separator": ",", "encoding": "windows-1252"}, follow=True,
    )  # fmt: skip

    run.refresh_from_db()
    assert run.asked["settings"]["separator"] == ","
    assert run.asked["settings"]["encoding"] == "windows-1252"
    assert "Kode|Nama|Unit" in page(answer)


def test_a_wrong_file_is_told_beside_the_field(browser):
    answer = uploaded(browser, io.BytesIO(b"%PDF-1.7"), "a.pdf")

    assert answer.status_code == 422
    assert "Unggah berkas XLSX, ODS, atau CSV." in page(answer)
    assert not Run.objects.exists()


def test_a_field_that_two_columns_name_is_refused(browser, unit):
    matching = uploaded(browser, xlsx(HEAD, ("M-1", "Kuda", unit.name, 3)))

    answer = browser.post(
        matching.request["PATH_INFO"], {"column_0": "code", "column_1": "code"} | RULES
    )

    assert answer.status_code == 422
    assert "Satu isian hanya boleh diisi dari satu kolom." in page(answer)


def test_the_same_file_again_leads_to_the_run_under_way(browser, unit):
    file = csv_of(HEAD, ("M-1", "Kuda", unit.name, 3))
    first = uploaded(browser, file, "a.csv")
    file.seek(0)
    again = uploaded(browser, file, "a.csv")

    assert first.request["PATH_INFO"] == again.request["PATH_INFO"]
    assert "sedang Anda impor" in page(again)


def test_nobody_sees_or_runs_what_somebody_else_began(browser, client_of, unit):
    uploaded(browser, xlsx(HEAD, ("M-1", "Kuda", unit.name, 3)))
    run = Run.objects.get()
    colleague = client_of(a_user(Role.OFFICER, unit))

    for path in ("", "baris.xlsx", "berkas/"):
        assert colleague.get(f"/data/proses/{run.pk}/{path}").status_code == 404
    for path in ("jalankan/", "batal/", "periksa/", "kolom/"):
        assert colleague.post(f"/data/proses/{run.pk}/{path}").status_code == 404
    assert colleague.get(f"/data/mainan/impor/{run.pk}/").status_code == 404
    assert str(run) not in page(colleague.get("/data/proses/"))


def test_who_may_not_write_has_no_import(client_of, unit):
    assert client_of(a_user(Role.AUDITOR, unit)).get("/data/mainan/impor/").status_code == 403


def test_a_run_is_cancelled_and_said_so(browser, unit):
    uploaded(browser, xlsx(HEAD, ("M-1", "Kuda", unit.name, 3)))
    run = Run.objects.get()

    answer = browser.post(f"/data/proses/{run.pk}/batal/", follow=True)

    assert "dibatalkan" in page(answer)


def test_a_large_file_is_left_to_the_worker(browser, unit):
    rows = [(f"M-{one}", "Kuda " * 20, unit.name, one) for one in range(1500)]
    matching = uploaded(browser, csv_of(HEAD, *rows), "a.csv")
    columns = {
        "column_0": "code",
        "column_1": "name",
        "column_2": "organisation",
        "column_3": "amount",
    }

    waiting = browser.post(matching.request["PATH_INFO"], columns | RULES, follow=True)
    run = Run.objects.get()
    assert run.state == Run.State.CHECKING
    assert 'hx-trigger="every 2s"' in page(waiting)

    assert jobs.work(run=run.pk) == Run.State.READY
    browser.post(f"/data/proses/{run.pk}/jalankan/")
    assert jobs.work(run=run.pk) == Run.State.DONE
    assert Toy.objects.count() == 1500


def test_lines_are_shown_by_outcome_page_by_page(browser, officer):
    run = Run.objects.create(
        register="toys", kind="edit", state="done", by=officer, counts={"done": 60, "refused": 1}
    )
    Line.objects.bulk_create(
        [Line(run=run, number=one, title=f"M-{one}", outcome="done") for one in range(1, 61)]
    )
    Line.objects.create(
        run=run, number=61, title="M-61", outcome="refused", told=[["", "", "Karena"]]
    )

    first = page(browser.get(f"/data/proses/{run.pk}/"))
    second = page(browser.get(f"/data/proses/{run.pk}/?after=50"))
    refused = page(browser.get(f"/data/proses/{run.pk}/?outcome=refused"))

    assert ("M-50" in first, "M-51" in first) == (True, False)
    assert ("M-60" in second, "Karena" in second) == (True, True)
    assert ("M-61" in refused, "M-1<" in refused) == (True, False)


def test_a_bulk_edit_by_its_pages(browser, unit):
    toys = [a_toy(unit, amount=1), a_toy(unit, amount=2)]
    selection = [one.pk for one in toys]
    asked = browser.get("/data/mainan/massal/", {"record": selection})
    assert "2 catatan dipilih" in page(asked)
    form = browser.get("/data/mainan/massal/", {"record": selection, "field": ["amount", "story"]})
    assert 'name="set-amount"' in page(form)
    assert "Kosongkan riwayat" in page(form)

    preview = browser.post(
        "/data/mainan/massal/ubah/",
        {"record": selection, "field": ["amount", "story"], "set-amount": "7", "clear": "story"},
        follow=True,
    )
    assert "akan diubah" in page(preview)
    run = Run.objects.get()
    assert "csrfmiddlewaretoken" not in str(run.asked)
    done = browser.post(f"/data/proses/{run.pk}/jalankan/", follow=True)

    assert "selesai" in page(done)
    assert set(Toy.objects.values_list("amount", flat=True)) == {7}
    result = cells_of(b"".join(browser.get(f"/data/proses/{run.pk}/baris.xlsx")))
    assert [row[2] for row in result[1:]] == ["berhasil", "berhasil"]


def test_a_bulk_form_with_errors_comes_back_with_what_was_typed(browser, unit):
    answer = browser.post(
        "/data/mainan/massal/ubah/",
        {"record": [a_toy(unit).pk], "field": ["amount"], "set-amount": "banyak"},
    )

    assert answer.status_code == 422
    assert 'value="banyak"' in page(answer)


def test_bulk_offers_what_the_reader_may_do(client_of, unit):
    toy = a_toy(unit)
    path = f"/data/mainan/massal/?record={toy.pk}"
    officer = page(client_of(a_user(Role.OFFICER, unit)).get(path))
    secretary = page(client_of(a_user(Role.SECRETARY, unit.institution)).get(path))
    auditor = page(client_of(a_user(Role.AUDITOR, unit.institution)).get(path))

    assert ("Ubah isian" in officer, "Setujui" in officer, "Hapus" in officer) == (
        True,
        False,
        False,
    )
    assert ("Setujui" in secretary, "Lihat dahulu yang akan dihapus" in secretary) == (True, True)
    assert "tidak mengubahnya" in auditor


def test_nobody_orders_in_bulk_what_they_may_not_do(browser, unit):
    toy = a_toy(unit)

    assert browser.post("/data/mainan/massal/hapus/", {"record": toy.pk}).status_code == 403
    assert browser.post(
        "/data/mainan/massal/tindakan/approve/", {"record": toy.pk, "approve-why": "x"}
    ).status_code == 403  # fmt: skip
    assert browser.post("/data/mainan/massal/tindakan/fly/", {"record": toy.pk}).status_code == 404
    assert not Run.objects.exists()


def test_a_large_export_is_gathered_by_the_worker_once(browser, unit, monkeypatch):
    monkeypatch.setattr(exports, "SMALL", 1)
    a_toy(unit, code="M-1")
    a_toy(unit, code="M-2")
    asked = browser.get("/data/mainan/ekspor.csv")
    assert "lebih dari 1 baris" in page(asked)

    for _click in range(2):
        browser.post("/data/mainan/ekspor/", {"format": "csv", "query": ""}, follow=True)
    run = Run.objects.get()
    assert jobs.work(run=run.pk) == Run.State.DONE

    assert "Unduh CSV" in page(browser.get(f"/data/proses/{run.pk}/"))
    answer = browser.get(f"/data/proses/{run.pk}/berkas/")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert [one.split(",")[0] for one in lines] == ["kode", "M-1", "M-2"]
    assert (run.parts.count(), answer["Content-Type"]) == (1, "text/csv; charset=utf-8")
