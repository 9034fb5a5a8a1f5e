"""What a register does, with one of the tests: by mouse, by keyboard alone, without scripts."""

import json
import re

import pytest
from playwright.sync_api import expect

from caruban.kernel.accounts.models import User
from caruban.kernel.accounts.roles import Role
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.registers.picker import FEW
from tests.browser.hands import Keys, Mouse
from tests.browser.test_every_page import faults
from tests.factories import a_unit, a_user, an_institution
from tests.toys.factories import a_toy
from tests.toys.models import Maker, Toy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UNIT = "Dinas Komunikasi dan Informatika"
PDF = {"name": "Gambar.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}
BELOW = "main .form-actions"
HEAD = "kode;nama;unit;jumlah"
WAYS = {"mouse": (Mouse, True), "keyboard": (Keys, True), "no scripts": (Mouse, False)}


@pytest.fixture
def unit(live_server) -> Organisation:
    """Give a unit among more than a plain list of choices holds."""
    institution = an_institution()
    for number in range(FEW):
        a_unit(institution, f"Kecamatan {number}")
    return a_unit(institution, UNIT)


@pytest.fixture
def secretary(unit) -> User:
    return a_user(Role.SECRETARY, unit.institution)


@pytest.fixture(params=WAYS, ids=list(WAYS))
def hand(request, tabs, secretary) -> Mouse:
    way, scripts = WAYS[request.param]
    return way(tabs.tab(secretary, scripts=scripts), scripts=scripts)


def looks_right(hand: Mouse) -> None:
    """Hold the page that is open to axe, one heading, its width; it takes scripts to look."""
    if hand.scripts:
        assert faults(hand.page) == []


def told(hand: Mouse, words: str) -> None:
    expect(hand.page.locator("main")).to_contain_text(words)


def test_a_record_is_entered_with_a_related_one_and_rows(hand, unit):
    hand.page.goto("/data/")
    hand.follow("Register mainan")
    hand.follow("Tambah")
    hand.fill("kode", "M-1")
    hand.fill("nama", "Kuda lumping")
    hand.pick("unit", UNIT)
    hand.push("Baru ?: Register pembuat")
    hand.fill("nama", "Pak Umar")
    hand.pick("unit", UNIT)
    hand.push("Simpan", within=BELOW)
    hand.choose("ukuran", "besar")
    hand.fill("tinggi", "31,5")
    hand.fill("jumlah", "12")
    hand.push("Tambah baris", stays=True)
    hand.fill("nama bagian", "Ekor")
    looks_right(hand)
    hand.push("Simpan", within=BELOW)

    expect(hand.page.get_by_role("heading", level=1)).to_have_text("M-1 Kuda lumping")
    looks_right(hand)
    toy = Toy.objects.get()
    assert (toy.maker, toy.amount) == (Maker.objects.get(name="Pak Umar"), 12)
    assert [part.name for part in toy.parts.all()] == ["Ekor"]


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(hand, unit):
    hand.page.goto("/data/mainan/baru/")
    hand.fill("kode", "M-1")
    hand.fill("nama", "Gasing")
    hand.pick("unit", UNIT)
    hand.fill("jumlah", "-3")
    hand.push("Simpan", within=BELOW)

    told(hand, "Belum disimpan")
    told(hand, "Jumlah tidak boleh kurang dari 0.")
    expect(hand.field("nama")).to_have_value("Gasing")
    looks_right(hand)
    assert not Toy.objects.exists()


def test_it_is_talked_about_and_carries_documents(hand, unit):
    toy = a_toy(unit)
    hand.page.goto(f"/data/mainan/{toy.pk}/")
    hand.follow("Komentar")
    hand.fill("Komentar", "Rodanya kurang satu.")
    hand.push("Kirim komentar")
    told(hand, "Rodanya kurang satu.")
    looks_right(hand)
    hand.follow("Dokumen")
    hand.upload("Berkas", PDF)
    hand.push("Unggah dan lampirkan")

    told(hand, "Gambar")
    looks_right(hand)


def test_it_is_acted_on_copied_and_removed(hand, unit):
    toy = a_toy(unit, name="Congklak")
    hand.page.goto(f"/data/mainan/{toy.pk}/")
    hand.follow("Setujui")
    hand.fill("alasan", "Lulus uji.")
    looks_right(hand)
    hand.push("Setujui")
    told(hand, "disetujui")
    hand.open("Tindakan lain")
    hand.follow("Salin sebagai baru")
    hand.fill("kode", "M-SALIN")
    hand.push("Simpan", within=BELOW)
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("M-SALIN Congklak")
    hand.open("Tindakan lain")
    hand.follow("Hapus")
    looks_right(hand)
    hand.push("Hapus catatan")

    expect(hand.page).to_have_url(re.compile("/data/mainan/$"))
    assert [(one.name, one.state) for one in Toy.objects.all()] == [("Congklak", "approved")]


def test_a_list_is_narrowed_kept_and_taken_away(hand, unit):
    for number in range(3):
        a_toy(unit, name=f"Layang-layang {number}", amount=number, size="large")
    a_toy(unit, name="Gasing", amount=40)
    hand.page.goto("/data/mainan/")
    looks_right(hand)
    hand.open("Saring")
    hand.tick("besar")
    hand.push("Terapkan")
    expect(hand.page).to_have_url(re.compile("size=large"))
    expect(hand.page.locator("tbody [data-row]")).to_have_count(3)
    looks_right(hand)
    hand.follow("jumlah", within="main thead")
    expect(hand.page).to_have_url(re.compile("sort=amount"))
    hand.follow("Simpan tampilan")
    hand.fill("Nama", "Yang besar")
    looks_right(hand)
    hand.push("Simpan tampilan")
    hand.page.goto("/data/mainan/")
    hand.follow("Yang besar")
    expect(hand.page.locator("tbody [data-row]")).to_have_count(3)

    hand.open("Ekspor")
    target = hand.page.locator("main").get_by_role("link", name="JSON")
    file = hand.page.request.get(target.get_attribute("href")).body()
    assert [one["amount"] for one in json.loads(file)["records"]] == [0, 1, 2]


def test_columns_are_chosen(hand, unit):
    a_toy(unit)
    hand.page.goto("/data/mainan/")
    expect(hand.page.locator("thead")).not_to_contain_text("Diperiksa pada")
    hand.follow("Kolom")
    looks_right(hand)
    hand.tick("diperiksa pada")
    hand.push("Simpan")

    expect(hand.page.locator("thead")).to_contain_text("Diperiksa pada")


def test_many_are_changed_after_a_look_at_what_would_change(hand, unit):
    toys = [a_toy(unit, amount=1) for _ in range(3)]
    hand.page.goto("/data/mainan/")
    for toy in toys[:2]:
        hand.tick(f"Pilih {toy.code}")
    hand.push("Ubah yang dipilih")
    looks_right(hand)
    hand.tick("jumlah")
    hand.push("Isi nilainya")
    hand.fill("jumlah", "9")
    hand.push("Lihat dahulu yang akan berubah")
    told(hand, "akan diubah")
    looks_right(hand)
    assert not Toy.objects.filter(amount=9).exists()
    hand.push("Simpan 2 catatan")

    told(hand, "selesai")
    assert sorted(Toy.objects.values_list("amount", flat=True)) == [1, 9, 9]


def test_a_sheet_comes_in_after_its_mistakes_are_mended(hand, unit):
    def sheet(amount: str) -> dict:
        text = f"{HEAD}\nM-8;Egrang;{UNIT};4\nM-9;Dakon;{UNIT};{amount}\n"
        return {"name": "mainan.csv", "mimeType": "text/csv", "buffer": text.encode()}

    hand.page.goto("/data/mainan/")
    for amount in ("banyak", "6"):
        hand.page.goto("/data/mainan/impor/")
        looks_right(hand)
        hand.upload("Berkas", sheet(amount))
        hand.push("Unggah dan cocokkan kolom")
        looks_right(hand)
        hand.push("Periksa baris")
        if amount == "banyak":
            told(hand, "1 baris perlu diperbaiki dahulu")
            told(hand, "Isi dengan angka.")
            looks_right(hand)
            assert not Toy.objects.exists()
    hand.push("Simpan 2 catatan")

    told(hand, "selesai")
    assert sorted(Toy.objects.values_list("code", "amount")) == [("M-8", 4), ("M-9", 6)]


def test_it_is_found_again_by_a_word_with_a_typing_error(hand, unit):
    a_toy(unit, name="Layangan", story="Kertas minyak dari Plered.")
    hand.page.goto("/cari/?q=layagan")

    told(hand, "Layangan")
    looks_right(hand)


def test_personal_data_is_seen_by_a_deliberate_step(hand, unit):
    toy = a_toy(unit, nik="3209123456780001")
    hand.page.goto(f"/data/mainan/{toy.pk}/")
    expect(hand.page.locator("main")).not_to_contain_text("3209123456780001")
    hand.push("Lihat NIK pemilik", stays=True)

    told(hand, "3209123456780001")
