"""Without a script: rows added, moved, removed; a related record entered; a copy begun."""

import pytest

from caruban.kernel.registers.forms.models import Draft
from caruban.kernel.registers.picker import FEW
from tests.factories import a_unit
from tests.kernel.registers.forms.filling import NEW, edit_of, filled, opened
from tests.toys.factories import a_maker, a_toy
from tests.toys.models import Maker, Part, Toy

pytestmark = pytest.mark.django_db


def press(browser, sent, order, url=NEW):
    answer = browser.post(f"{url}baris/", sent | {"row": order})
    assert answer.status_code == 200
    return answer


def names(sent):
    return [sent[f"parts-{one}-name"][0] for one in sent.get("parts", [])]


def test_a_row_is_added_with_the_focus_in_it_and_nothing_typed_is_lost(ani):
    answer = press(ani, opened(ani, name="Kuda"), "parts.add")

    sent = filled(answer, code="K-1", parts__0__name="roda")
    assert (sent["name"], sent["parts-0-weight"]) == (["Kuda"], ["0"])
    assert "field-error" not in answer.text
    assert answer.text.split('name="parts-0-name"')[1].split(">")[0].count(' autofocus="') == 1
    ani.post(NEW, sent)
    assert [(one.name, one.weight) for one in Part.objects.all()] == [("roda", 0)]


def test_words_typed_for_one_of_many_stay_and_are_taken_for_what_they_name(ani, unit):
    for number in range(FEW):
        a_maker(unit, f"Bu {number}")
    umar = a_maker(unit, "Pak Umar")
    typed = opened(ani, code="K-1", name="Kuda") | {"maker-q": ["Pak Umar"]}

    sent = filled(press(ani, typed, "parts.add"), parts__0__name="roda")
    assert sent["maker-q"] == ["Pak Umar"]
    ani.post(NEW, sent)
    assert Toy.objects.get().maker == umar


@pytest.mark.parametrize(
    ("order", "after"),
    [
        ("parts.up.2", ["a", "c", "b"]),
        ("parts.up.0", ["a", "b", "c"]),
        ("parts.down.0", ["b", "a", "c"]),
        ("parts.remove.1", ["a", "c"]),
        ("parts.remove.99", ["a", "b", "c"]),
        ("parts.burn.1", ["a", "b", "c"]),
        ("state.remove.1", ["a", "b", "c"]),
        ("", ["a", "b", "c"]),
    ],
)
def test_rows_are_moved_and_removed_and_other_words_do_nothing(ani, unit, order, after):
    toy = a_toy(unit)
    for at, one in enumerate("abc", 1):
        Part.objects.create(toy=toy, name=one, place=at)

    sent = filled(press(ani, opened(ani, edit_of(toy)), order, edit_of(toy)))

    assert names(sent) == after
    ani.post(edit_of(toy), sent)
    assert [one.name for one in toy.parts.all()] == after


def test_what_is_wrong_in_a_row_is_said_in_the_row_and_at_the_head(ani):
    sent = opened(ani, code="K-1", name="Kuda", parts=["0", "4"], parts__0__name="roda",
                  parts__4__name="", parts__4__weight="berat", parts__0__weight="1")  # fmt: skip

    answer = ani.post(NEW, sent)

    assert answer.status_code == 422
    assert 'id="id_parts-4-name-error"' in answer.text
    assert 'id="id_parts-4-weight-error"' in answer.text
    assert "2 isian perlu diperbaiki" in answer.text
    assert '<a href="#id_parts-4-weight">Bagian baris 2, Berat (gram)</a>' in answer.text
    assert filled(answer)["parts-4-weight"] == ["berat"]


def test_the_row_of_another_record_is_refused(ani, unit):
    toy, other = a_toy(unit), a_toy(unit)
    theirs = Part.objects.create(toy=other, name="roda")

    stolen = {"parts": ["0"], "parts__0__pk": theirs.pk, "parts__0__name": "dicuri"}
    sent = opened(ani, edit_of(toy), **stolen, parts__0__weight="0")
    answer = ani.post(edit_of(toy), sent)

    assert answer.status_code == 422
    theirs.refresh_from_db()
    assert (theirs.name, theirs.toy) == ("roda", other)


def test_a_related_record_is_entered_from_the_form_and_chosen_in_it(ani):
    aside = ani.post(f"{NEW}terkait/", opened(ani, code="K-1", name="Kuda") | {"related": "maker"})
    page = ani.get(aside["Location"])
    assert "kembali ke formulir Register mainan" in page.text

    back = ani.post("/data/pembuat/baru/", filled(page, name="Pak Kayu"))

    maker = Maker.objects.get()
    sent = filled(ani.get(back["Location"]))
    assert (sent["name"], sent["maker"]) == (["Kuda"], [str(maker.pk)])
    ani.post(NEW, sent)
    assert Toy.objects.get().maker == maker
    assert not Draft.objects.exists()


def test_the_way_back_outlives_a_wrong_form_and_its_draft(ani):
    aside = ani.post(f"{NEW}terkait/", opened(ani, name="Kuda") | {"related": "maker"})
    wrong = ani.post("/data/pembuat/baru/", filled(ani.get(aside["Location"]), name=""))
    assert wrong.status_code == 422
    kept = ani.post("/data/pembuat/baru/draf/", filled(wrong, name="Pak Kayu"))

    back = ani.post("/data/pembuat/baru/", filled(ani.get(kept["Location"])))

    assert back["Location"].startswith(f"{NEW}?draf=")
    assert filled(ani.get(back["Location"]))["name"] == ["Kuda"]


@pytest.mark.parametrize("way", ["", "toys", "toys.0.maker", "x.0.y.z", "toys.a.maker.b", "..."])
def test_a_way_back_that_leads_nowhere_leads_to_the_record(ani, way):
    sent = opened(ani, f"/data/pembuat/baru/?untuk={way}", name="Pak Kayu") | {"untuk": way}

    answer = ani.post("/data/pembuat/baru/", sent)

    assert answer["Location"] == f"/data/pembuat/{Maker.objects.get().pk}/"


@pytest.mark.parametrize("field", ["", "organisation", "name", "parts-name", "x"])
def test_only_what_can_be_entered_is_gone_aside_for(ani, field):
    assert ani.post(f"{NEW}terkait/", opened(ani) | {"related": field}).status_code == 404


def test_a_copy_begins_with_all_but_what_tells_the_two_apart(ani, unit):
    toy = a_toy(unit, code="K-1", name="Kuda", nik="3209010101010001", maker=a_maker(unit))
    Part.objects.create(toy=toy, name="roda", weight=4)
    toy.friends.add(a_toy(unit))

    page = ani.get(f"/data/mainan/{toy.pk}/salin/")
    sent = filled(page)

    assert "Salinan dari K-1 Kuda" in page.text
    assert (sent["code"], sent["nik"], sent["name"]) == ([""], [""], ["Kuda"])
    assert "3209010101010001" not in page.text
    assert ani.post(NEW, sent | {"code": ["K-2"]}).status_code == 302
    copy = Toy.objects.get(code="K-2")
    assert (copy.maker, list(copy.friends.all())) == (toy.maker, list(toy.friends.all()))
    assert [(one.name, one.weight) for one in copy.parts.all()] == [("roda", 4)]
    assert toy.parts.count() == 1


def test_what_is_offered_as_one_types_is_what_may_be_chosen(ani, unit):
    mine = a_maker(unit, "Pak Kayu")
    a_maker(a_unit(unit.institution), "Pak Kayu Lain")
    url = "/data/mainan/pilihan/maker/"

    found = ani.get(url, {"q": "kayu", "verb": "creates"})

    assert f'data-key="{mine.pk}"' in found.text
    assert ani.get(url, {"q": "\x00", "verb": "changes"}).status_code == 200
    assert ani.get(url, {"q": "kayu", "verb": "removes"}).status_code == 404
    assert ani.get("/data/mainan/pilihan/nik/", {"q": "3", "verb": "creates"}).status_code == 404


def test_of_many_the_one_that_is_meant_comes_first_and_what_is_mistyped_is_forgiven(ani, unit):
    for one in range(60):
        a_maker(unit, f"Pak Kayu {one}")
    url = "/data/mainan/pilihan/maker/"

    meant = ani.get(url, {"q": "pak kayu 4", "verb": "creates"}).text
    mistyped = ani.get(url, {"q": "pak kayo", "verb": "creates"}).text

    assert meant.split('data-words="')[1].startswith('Pak Kayu 4"')
    assert mistyped.count("<li") == 12
    sent = opened(ani, code="K-1", name="Kuda") | {"maker-q": "pak kayu 4"}
    assert ani.post(NEW, sent).status_code == 302
    assert Toy.objects.get().maker.name == "Pak Kayu 4"
