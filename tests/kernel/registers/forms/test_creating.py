"""A new record: saved once, or the form comes back with all that was typed and what is wrong."""

import pytest
from django.contrib.messages import get_messages

from tests.factories import a_unit, a_user
from tests.kernel.registers.forms.filling import NEW, filled, opened
from tests.toys.factories import a_maker, a_toy
from tests.toys.models import Toy

pytestmark = pytest.mark.django_db


def said(answer):
    return [str(one) for one in get_messages(answer.wsgi_request)]


def test_what_is_typed_is_saved_and_its_page_follows(ani, unit):
    answer = ani.post(NEW, opened(ani, code="K-1", name="Kuda", size="large", height="12.5"))

    toy = Toy.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/data/mainan/{toy.pk}/")
    assert (toy.code, str(toy.height), toy.organisation) == ("K-1", "12.50", unit)
    assert said(answer) == ["K-1 Kuda disimpan."]


def test_a_form_says_what_each_field_is_for(ani):
    page = ani.get(NEW).text

    assert "Banyaknya di gudang." in page
    assert "Tinggi hanya ditanyakan untuk mainan besar." in page
    assert "Diisi hanya bila Ukuran: besar." in page
    assert 'data-when="size" data-values="large"' in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("code", "", "Isi bagian ini."),
        ("amount", "tiga", "Isi dengan angka bulat"),
        ("amount", "99999999999999", "2147483647"),
        ("mail", "bukan surel", "surel lengkap"),
        ("made_on", "31-31-2024", "tanggal"),
        ("page", "http://", "URL"),
        ("size", "raksasa", "raksasa"),
        ("organisation", "99999999", "Pilihan ini tidak ada"),
        ("maker", "0", "Pilihan ini tidak ada"),
        ("friends", "99999999", "Pilihan ini tidak ada"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(ani, field, value, sentence):
    typed = opened(ani, code="K-1", name="Kuda", story="Panjang ceritanya") | {field: [value]}

    answer = ani.post(NEW, typed)

    assert answer.status_code == 422
    assert not Toy.objects.exists()
    beside = answer.text.split(f'id="id_{field}-error"')[1].split("</div>")[0]
    assert sentence in beside
    assert filled(answer)["story"] == ["Panjang ceritanya"]


def test_what_the_database_refuses_is_said_beside_its_field(ani, unit):
    a_toy(unit, code="K-1")

    answer = ani.post(NEW, opened(ani, code="K-1", name="Kuda"))

    assert answer.status_code == 422
    assert 'id="id_code-error"' in answer.text
    assert filled(answer)["name"] == ["Kuda"]


def test_a_rule_of_the_whole_record_is_said_at_its_head(ani):
    answer = ani.post(NEW, opened(ani, code="K-1", name="Kuda", amount="-1"))

    assert answer.status_code == 422
    assert "Jumlah tidak boleh kurang dari 0." in answer.text


@pytest.mark.parametrize("text", ["\x00", b"\xed\xa0\x80", "\u202e"])
def test_any_bytes_at_all_are_answered(ani, text):
    typed = opened(ani, code="K-1")
    typed |= dict.fromkeys(("name", "maker", "maker-q", "parts", "token", "untuk"), text)

    assert ani.post(NEW, typed).status_code in {302, 422}


def test_a_second_click_saves_nothing_more(ani):
    typed = opened(ani, code="K-1", name="Kuda")

    first, second = ani.post(NEW, typed), ani.post(NEW, typed)

    assert first["Location"] == second["Location"]
    assert Toy.objects.count() == 1
    assert "sudah disimpan sebelumnya" in said(second)[-1]


def test_coming_back_and_changing_it_is_no_second_click(ani):
    typed = opened(ani, code="K-1", name="Kuda")
    ani.post(NEW, typed)

    answer = ani.post(NEW, typed | {"code": ["K-2"]})

    assert answer.status_code == 422
    assert "sudah disimpan dengan isian lain" in answer.text
    assert ani.post(NEW, filled(answer)).status_code == 302
    assert [one.code for one in Toy.objects.all()] == ["K-1", "K-2"]


def test_the_token_of_somebody_else_is_none_of_mine(ani, budi):
    typed = opened(ani, code="K-1", name="Kuda")
    ani.post(NEW, typed)

    answer = budi.post(NEW, typed | {"code": ["K-2"]})

    assert answer.status_code == 302
    assert Toy.objects.count() == 2


def test_a_unit_that_is_not_ones_own_is_not_offered_and_not_taken(ani, unit):
    elsewhere = a_unit(unit.institution, "Dinas Lain")

    assert "Dinas Lain" not in ani.get(NEW).text
    answer = ani.post(NEW, opened(ani, code="K-1", name="Kuda", organisation=elsewhere.pk))

    assert answer.status_code == 422
    assert not Toy.objects.exists()


def test_an_address_fills_in_what_it_names_but_no_personal_data(ani, unit):
    maker = a_maker(unit)

    sent = opened(ani, f"{NEW}?maker={maker.pk}&name=Kuda&nik=3209010101010001&story=%00")

    assert (sent["maker"], sent["name"], sent["nik"]) == ([str(maker.pk)], ["Kuda"], [""])


def test_a_reader_may_not_create(client_of, unit):
    auditor = a_user("auditor", unit.institution)

    assert client_of(auditor).get(NEW).status_code == 403
    assert client_of(auditor).post(NEW, {"code": "K-1"}).status_code == 403


def test_a_guest_is_sent_to_sign_in_and_what_was_written_is_kept(client):
    answer = client.post(NEW, {"name": "Kuda dari kayu"})

    assert answer.status_code == 401
    assert "Kuda dari kayu" in answer.text
