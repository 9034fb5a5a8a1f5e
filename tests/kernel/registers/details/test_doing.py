"""Acting on a record and removing it: asked, once, on what was seen."""

import pytest
from django.contrib.messages import get_messages

from caruban.kernel.comments.actions import write
from tests.factories import a_user
from tests.toys.factories import a_maker, a_toy
from tests.toys.models import Maker, Part, Toy
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db


@pytest.fixture
def toy(unit):
    return a_toy(unit, code="K-1", name="Kuda")


@pytest.fixture
def head(client_of, unit):
    return client_of(a_user("unit_head", unit, name="Dewi"))


def url(toy, what="tindakan/approve/"):
    return f"/data/mainan/{toy.pk}/{what}"


def hidden(page, name):
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def asked(browser, toy, **values):
    page = browser.get(url(toy)).text
    return {"token": hidden(page, "token"), "version": hidden(page, "version")} | values


def said(answer):
    return " ".join(str(one) for one in get_messages(answer.wsgi_request))


def test_it_asks_for_what_the_action_needs_and_does_it(head, toy):
    answer = head.post(url(toy), asked(head, toy, why="Baik"))

    toy.refresh_from_db()
    assert (answer.status_code, toy.state, toy.story) == (302, "approved", "Baik")


def test_what_is_missing_is_said_beside_its_field(head, toy):
    answer = head.post(url(toy), asked(head, toy, why=""))

    toy.refresh_from_db()
    assert (answer.status_code, toy.state) == (422, "draft")
    assert 'id="id_why-error"' in answer.text


def test_a_second_click_does_it_once(head, toy):
    sent = asked(head, toy, why="Baik")

    head.post(url(toy), sent)
    answer = head.post(url(toy), sent)

    toy.refresh_from_db()
    assert toy.story == "Baik"
    assert "sudah dilakukan" in said(answer)


def test_on_what_changed_meanwhile_it_is_not_done(head, toy):
    sent = asked(head, toy, why="Baik")
    toy.name = "Kuda lain"
    toy.save(update_fields=["name"])

    answer = head.post(url(toy), sent)

    toy.refresh_from_db()
    assert (answer.status_code, toy.state) == (422, "draft")
    assert "Kuda lain" in answer.text


def test_what_the_action_refuses_is_said(head, toy):
    sent = asked(head, toy, why="Baik")
    Toy.objects.filter(pk=toy.pk).update(state="approved")
    toy.refresh_from_db()

    answer = head.post(url(toy), sent | {"version": toy.version})

    assert answer.status_code == 422
    assert "sudah disetujui" in answer.text


def test_who_may_not_take_it_is_refused_and_what_is_none_is_not_there(ani, head, toy):
    assert ani.get(url(toy)).status_code == 403
    assert ani.post(url(toy), {"why": "Baik"}).status_code == 403
    assert head.get(url(toy, "tindakan/lain/")).status_code == 404
    toy.refresh_from_db()
    assert toy.state == "draft"


@pytest.fixture
def citra(client_of, secretary):
    return client_of(secretary)


def test_removing_says_what_goes_along_and_does_it(citra, toy, officer):
    Part.objects.create(toy=toy, name="roda")
    write(toy, by=officer, text="Bagus", register=ToyRegister)
    page = citra.get(url(toy, "hapus/")).text
    assert "<li>Bagian: 1</li>" in page
    assert "<li>Komentar: 1</li>" in page

    answer = citra.post(url(toy, "hapus/"), {"version": toy.version})

    assert answer["Location"] == "/data/mainan/"
    assert not Toy.objects.exists()


def test_what_still_refers_to_it_holds_it_and_is_named(citra, unit):
    maker = a_maker(unit)
    toy = a_toy(unit, maker=maker, code="K-9")
    place = f"/data/pembuat/{maker.pk}/hapus/"

    page = citra.get(place).text
    answer = citra.post(place, {"version": 1})

    assert f'<a href="/data/mainan/{toy.pk}/">K-9' in page
    assert "Hapus catatan" not in page
    assert answer.status_code == 422
    assert Maker.objects.exists()


def test_what_changed_meanwhile_is_not_removed(citra, toy):
    toy.name = "Kuda lain"
    toy.save(update_fields=["name"])

    assert citra.post(url(toy, "hapus/"), {"version": 1}).status_code == 422
    assert Toy.objects.exists()


def test_who_may_not_remove_is_refused(ani, toy):
    assert ani.get(url(toy, "hapus/")).status_code == 403
    assert ani.post(url(toy, "hapus/")).status_code == 403
    assert Toy.objects.exists()
