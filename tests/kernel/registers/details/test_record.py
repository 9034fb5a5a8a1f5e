"""The page of a record: what it holds, for whom; what can be done to it, by whom and when."""

import pytest

from caruban.kernel.privacy.models import Reading
from caruban.kernel.proofs.models import Proof
from caruban.kernel.workspace.models import Visit
from tests.factories import a_unit, a_user, an_institution
from tests.toys.factories import a_maker, a_toy
from tests.toys.models import Part, Toy

pytestmark = pytest.mark.django_db

NIK = "3209010101010001"


@pytest.fixture
def toy(unit):
    return a_toy(unit, code="K-1", name="Kuda", nik=NIK, story="Tua\n<b>sekali</b>")


@pytest.fixture
def citra(client_of, secretary):
    return client_of(secretary)


def of(toy, tab=""):
    return f"/data/mainan/{toy.pk}/{tab}"


def shown(browser, url):
    answer = browser.get(url)
    assert answer.status_code == 200
    return answer.text


def proof(unit, url, **more):
    conditions = [
        {"level": 3, "sentence": "Mainan tercatat.", "met": True, "missing": "",
         "sources": [{"label": "Kuda", "url": url}]},
        {"level": 4, "sentence": "Sudah direviu.", "met": False, "missing": "", "sources": []},
    ]  # fmt: skip
    given = {"instrument": "spbe", "number": 21, "level": 3, "since": "2026-01-01T00:00Z"} | more
    return Proof.objects.create(institution=unit.institution, conditions=conditions, **given)


def test_it_shows_what_the_record_holds_section_by_section(ani, toy, unit):
    maker = a_maker(unit, "Pak Kayu")
    Toy.objects.filter(pk=toy.pk).update(maker=maker, page="https://contoh.test/kuda")
    Part.objects.create(toy=toy, name="roda", weight=1250)

    page = shown(ani, of(toy))

    assert "Tua\n&lt;b&gt;sekali&lt;/b&gt;" in page
    assert f'<a href="/data/pembuat/{maker.pk}/">Pak Kayu</a>' in page
    assert 'rel="noopener noreferrer nofollow">https://contoh.test/kuda</a>' in page
    assert '<td>roda</td><td class="r num">1.250</td>' in page
    assert "Tinggi (cm)" not in page  # asked for of large ones alone


def test_tabs_lead_to_pages_that_are_there(ani, toy):
    page = shown(ani, of(toy))

    for tab in ("dokumen", "komentar", "riwayat", "pembuktian"):
        assert f'href="{of(toy, tab)}/"' in page
        assert shown(ani, of(toy, f"{tab}/"))
    assert ani.get(of(toy, "terkait/")).status_code == 404  # nothing is declared related


def test_personal_data_is_masked_for_everyone_and_shown_in_full_only_when_asked_for(
    ani, citra, toy
):
    page = shown(citra, of(toy))
    assert (NIK in page, "••••••••••••0001" in page) == (False, True)
    assert not Reading.objects.exists()
    assert f'action="{of(toy, "lihat/nik/")}"' in page

    assert NIK in citra.post(of(toy, "lihat/nik/")).text
    assert Reading.objects.get().field == "nik"
    assert "lihat/nik" not in shown(ani, of(toy))


def test_it_is_remembered_and_can_be_kept(ani, officer, toy):
    page = shown(ani, of(toy))

    visit = Visit.objects.get(user=officer)
    assert (visit.url, visit.title, visit.changed_at) == (of(toy), "K-1 Kuda", None)
    assert 'class="act star"' in page


def test_what_can_be_done_is_offered_to_who_may_do_it(ani, citra, client_of, unit, toy):
    head = client_of(a_user("unit_head", unit))
    auditor = client_of(a_user("auditor", unit.institution))
    words = ("ubah/", "salin/", "hapus/", "tindakan/approve/")

    offered = {
        who: {word for word in words if of(toy, word) in shown(browser, of(toy))}
        for who, browser in (("ani", ani), ("citra", citra), ("head", head), ("auditor", auditor))
    }

    assert offered["ani"] == {"ubah/", "salin/"}
    assert offered["head"] >= {"ubah/", "tindakan/approve/"}
    assert offered["auditor"] == set()


def test_nothing_of_another_institution_is_there(client_of, toy):
    stranger = client_of(a_user("officer", a_unit(an_institution())))

    for tab in ("", "riwayat/", "pembuktian/", "ubah/", "salin/"):
        assert stranger.get(of(toy, tab)).status_code in {403, 404}


def test_related_registers_show_what_refers_to_it_and_lead_to_all_and_to_a_new_one(ani, unit):
    maker = a_maker(unit, "Pak Kayu")
    for _one in range(11):
        a_toy(unit, maker=maker)
    other = a_toy(unit, name="Bukan buatannya")

    page = shown(ani, f"/data/pembuat/{maker.pk}/terkait/")

    assert page.count("<tr data-row>") == 10
    assert str(other) not in page
    assert f'href="/data/mainan/?maker={maker.pk}"' in page
    assert f'href="/data/mainan/baru/?maker={maker.pk}"' in page


def test_related_records_that_one_may_not_see_are_not_shown(client_of, unit):
    maker = a_maker(unit, "Pak Kayu")
    elsewhere = a_toy(a_unit(an_institution()), maker=maker, name="Rahasia")

    page = shown(client_of(a_user("officer", unit)), f"/data/pembuat/{maker.pk}/terkait/")

    assert elsewhere.name not in page


def test_proofs_that_use_it_are_shown_with_the_conditions_that_name_it(citra, toy, unit):
    proof(unit, of(toy))
    proof(unit, of(toy), number=22, until="2026-02-01T00:00Z")
    proof(unit, "/data/mainan/0/", number=23)

    page = shown(citra, of(toy, "pembuktian/"))

    assert "Mainan tercatat." in page
    assert "Sudah direviu." not in page
    assert ("Indikator 21" in page, "Indikator 22" in page, "Indikator 23" in page) == (
        True,
        False,
        False,
    )


def test_without_a_proof_the_page_says_so(ani, toy):
    assert "Belum ada pembuktian" in shown(ani, of(toy, "pembuktian/"))


def test_of_two_registers_of_one_table_the_one_that_can_hold_something_is_shown(client_of, unit):
    operator = client_of(a_user("operator", unit.institution))
    below = a_unit(unit, "Bidang Mainan")

    page = shown(operator, f"/data/unit/{unit.pk}/terkait/")

    assert '<h2 id="terkait-children">Perangkat daerah dan unit</h2>' in page
    assert f'href="/data/unit/{below.pk}/">' in page
    assert ">Instansi</h2>" not in page


def test_what_one_typed_and_did_not_save_is_offered_there_to_its_writer_alone(ani, budi, toy):
    kept = ani.post(of(toy, "ubah/draf/"), {"name": "Kuda besar", "version": "1"})

    assert kept["Location"] in shown(ani, of(toy))
    assert "belum disimpan" not in shown(budi, of(toy))
