"""Who may say something about a record, change it, take it back; and that it is kept once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from caruban.kernel.actions import acting
from caruban.kernel.comments import actions
from caruban.kernel.comments.models import LONGEST, Comment
from caruban.kernel.errors import Refused
from caruban.kernel.events.jobs import follow
from caruban.kernel.events.models import Happening
from caruban.kernel.registers.actions import remove as remove_record
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db


def write(scene, text="Sudah diperiksa.", by=None):
    return actions.write(scene.toy, by=by or scene.ani, register=ToyRegister, text=text)


def aged(comment, minutes):
    with acting(comment.by):
        written = timezone.now() - timedelta(minutes=minutes)
        Comment.objects.filter(pk=comment.pk).update(created_at=written)


def test_a_comment_is_read_by_who_reads_the_record(scene, address, client_of):
    write(scene, "Rodanya <script>alert(1)</script> lepas")

    page = client_of(scene.budi).get(address).content.decode()

    assert "Rodanya &lt;script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("agent", 403)])
def test_who_may_not_read_the_record_reads_no_comments(scene, address, client_of, who, status):
    browser = client_of(getattr(scene, who))

    assert browser.get(address).status_code == status
    assert browser.post(address, {"text": "Halo"}).status_code == status
    assert browser.get(f"{address}orang/?q=a").status_code == status
    assert not Comment.objects.exists()


def test_a_guest_reads_no_comments_even_where_the_record_is_public(scene, client, client_of):
    place = f"/data/unit/{scene.unit.pk}/komentar/"

    assert client.get(place).status_code in {302, 403}
    assert client_of(scene.agent).get(place).status_code == 200


def test_the_action_itself_asks_for_the_record(scene):
    with pytest.raises(PermissionDenied):
        write(scene, by=scene.agent)
    with pytest.raises(PermissionDenied):
        write(scene, by=scene.stranger)


@pytest.mark.parametrize("text", ["", "   \n ", "a" * (LONGEST + 1), "nul\x00"])
def test_nothing_and_too_much_are_refused_and_stay_in_the_field(scene, address, client_of, text):
    answer = client_of(scene.ani).post(address, {"text": text})

    assert answer.status_code == 422
    assert not Comment.objects.exists()
    if len(text) > LONGEST:
        assert text in answer.content.decode()


def test_a_second_click_says_nothing_twice(scene, address, client_of):
    browser, sent = client_of(scene.ani), {"text": "Sekali saja", "token": str(uuid4())}

    places = {browser.post(address, sent).url for _click in range(2)}

    assert [one.text for one in Comment.objects.all()] == ["Sekali saja"]
    assert len(places) == 1


def test_going_back_and_saying_something_else_is_no_second_click(scene, address, client_of):
    browser, token = client_of(scene.ani), str(uuid4())

    for text in ("Pertama", "Kedua"):
        browser.post(address, {"text": text, "token": token})

    assert [one.text for one in Comment.objects.all()] == ["Pertama", "Kedua"]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_say_it_once(scene, address, client_of):
    sent = {"text": "Bersamaan", "token": str(uuid4())}
    browsers = [client_of(scene.ani) for _click in range(4)]

    def click(browser):
        try:
            return browser.post(address, sent).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(click, browsers))

    assert answers == [302] * 4
    assert Comment.objects.count() == 1


def test_one_changes_what_one_has_just_written(scene, address, client_of):
    comment = write(scene)

    answer = client_of(scene.ani).post(f"{address}{comment.pk}/ubah/", {"text": "Sudah dua kali."})

    assert answer.url == f"{address}#komentar-{comment.pk}"
    assert "Sudah dua kali." in client_of(scene.budi).get(address).content.decode()


def test_after_a_quarter_of_an_hour_it_stays_as_it_is(scene, address, client_of):
    comment = write(scene)
    aged(comment, 16)

    answer = client_of(scene.ani).post(f"{address}{comment.pk}/ubah/", {"text": "Lain"})

    assert answer.status_code == 422
    comment.refresh_from_db()
    assert comment.text == "Sudah diperiksa."


@pytest.mark.parametrize("who", ["budi", "citra"])
def test_nobody_changes_the_words_of_somebody_else(scene, address, client_of, who):
    comment, other = write(scene), getattr(scene, who)

    assert client_of(other).post(
        f"{address}{comment.pk}/ubah/", {"text": "Lain"}
    ).status_code == 403  # fmt: skip
    with pytest.raises(PermissionDenied):
        actions.edit(comment, by=other, register=ToyRegister, record=scene.toy, text="Lain")


def test_one_removes_ones_own_and_the_keeper_any(scene, address, client_of):
    own, others = write(scene), write(scene)

    assert client_of(scene.budi).post(f"{address}{own.pk}/hapus/").status_code == 403
    with pytest.raises(PermissionDenied):
        actions.remove(own, by=scene.budi, register=ToyRegister, record=scene.toy)
    assert Comment.objects.count() == 2

    client_of(scene.ani).post(f"{address}{own.pk}/hapus/")
    client_of(scene.citra).post(f"{address}{others.pk}/hapus/")
    assert not Comment.objects.exists()


def test_removing_twice_says_that_it_is_gone(scene, address, client_of):
    comment, browser = write(scene), client_of(scene.ani)

    for _click in range(2):
        assert browser.post(f"{address}{comment.pk}/hapus/").status_code == 302

    assert "sudah tidak ada" in browser.get(address).content.decode()


def test_a_comment_is_reached_through_its_own_record_alone(scene, address, client_of):
    from tests.toys.factories import a_toy

    comment, other = write(scene), a_toy(scene.unit)
    elsewhere = f"/data/mainan/{other.pk}/komentar/{comment.pk}/ubah/"

    assert client_of(scene.ani).get(elsewhere).status_code == 404


def test_comments_go_with_their_record(scene, django_capture_on_commit_callbacks):
    write(scene)
    remove_record(ToyRegister, scene.toy, by=scene.citra)

    for _time in range(2):
        follow(happening=Happening.objects.get(name="record.removed").pk)

    assert not Comment.objects.exists()


def test_the_latest_are_shown_and_the_earlier_a_click_away(scene, address, client_of):
    for number in range(52):
        write(scene, f"Kata {number:02}")
    browser = client_of(scene.budi)

    page = browser.get(address).content.decode()
    assert "Kata 51" in page
    assert "Kata 01" not in page

    before = Comment.objects.get(text="Kata 02").pk
    assert f"?before={before}" in page
    assert "Kata 01" in browser.get(f"{address}?before={before}").content.decode()


@pytest.mark.parametrize("before", ["0", "-1", "x", "9" * 40, "٣"])
def test_a_forged_place_in_the_list_breaks_nothing(scene, address, client_of, before):
    write(scene)

    assert client_of(scene.ani).get(address, {"before": before}).status_code == 200


def test_writing_is_refused_as_data(scene):
    with pytest.raises(Refused) as caught:
        write(scene, " ")

    assert caught.value.field == "text"
