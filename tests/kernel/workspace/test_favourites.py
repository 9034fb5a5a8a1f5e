"""Favourites: kept by the star, ordered, named, dropped; of oneself alone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from caruban.kernel.errors import Refused
from caruban.kernel.workspace import actions
from caruban.kernel.workspace.models import Desk
from caruban.kernel.workspace.places import Place
from caruban.kernel.workspace.queries import MyDesk
from tests.evaluation.factories import an_assessment
from tests.factories import a_user, an_institution

pytestmark = pytest.mark.django_db


def place(number):
    return Place(f"/r/{number}/", f"Catatan {number}", "Risiko")


def someone(*numbers):
    user = a_user("secretary", an_institution())
    for number in numbers:
        actions.keep(place(number), by=user)
    return user


def kept(user):
    return [one.url for one in MyDesk(user).favourites]


def test_a_place_is_kept_once_and_last():
    user = someone(1, 2, 1)

    assert kept(user) == ["/r/1/", "/r/2/"]


@pytest.mark.parametrize(
    ("url", "steps", "order"),
    [
        ("/r/2/", -1, ["/r/2/", "/r/1/", "/r/3/"]),
        ("/r/2/", 1, ["/r/1/", "/r/3/", "/r/2/"]),
        ("/r/1/", -1, ["/r/1/", "/r/2/", "/r/3/"]),
        ("/r/3/", 1, ["/r/1/", "/r/2/", "/r/3/"]),
        ("/lain/", 1, ["/r/1/", "/r/2/", "/r/3/"]),
    ],
)
def test_a_favourite_moves_by_a_step_and_stays_at_the_ends(url, steps, order):
    user = someone(1, 2, 3)

    actions.move(url, by=user, steps=steps)

    assert kept(user) == order


def test_what_was_kept_in_another_tab_meanwhile_is_not_lost_by_ordering():
    user = someone(1, 2, 3)

    actions.arrange(["/r/2/", "/r/1/"], by=user)

    assert kept(user) == ["/r/2/", "/r/1/", "/r/3/"]


def test_a_favourite_gets_the_name_that_its_owner_gives():
    user = someone(1)

    actions.rename("/r/1/", by=user, title="  Yang   penting ")

    assert MyDesk(user).favourites[0].title == "Yang penting"


@pytest.mark.parametrize("title", ["", "  ", "x" * 201])
def test_a_name_that_is_empty_or_too_long_is_refused_at_its_field(title):
    with pytest.raises(Refused) as refused:
        actions.rename("/r/1/", by=someone(1), title=title)

    assert refused.value.field == "title"


def test_more_than_fifty_are_refused_and_one_kept_already_is_not():
    user = someone()
    Desk.objects.create(user=user, favourites=[place(number).plain for number in range(50)])

    actions.keep(place(7), by=user)
    with pytest.raises(Refused, match="50"):
        actions.keep(place(51), by=user)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_keep_at_once_lose_nothing():
    user = someone()

    def keep(number):
        try:
            actions.keep(place(number), by=user)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as tabs:
        list(tabs.map(keep, range(8)))

    assert sorted(kept(user)) == sorted(place(number).url for number in range(8))


def test_the_star_of_a_page_keeps_it_and_drops_it(client_of):
    assessment = an_assessment()
    reader = a_user("secretary", assessment.institution)
    browser = client_of(reader)
    page = f"/evaluasi/{assessment.institution.region_code}/{assessment.year}/"
    word = browser.get(page).content.decode().split('name="place" value="')[1].split('"')[0]

    answer = browser.post("/kerja/favorit/simpan/", {"place": word})
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert kept(reader) == [page]
    assert 'aria-pressed="true"' in browser.get(page).content.decode()

    answer = browser.post("/kerja/favorit/hapus/", {"place": word}, headers={"HX-Request": "true"})
    assert 'aria-pressed="false"' in answer.content.decode()
    assert kept(reader) == []


def test_a_star_with_a_word_that_is_not_ours_is_refused(client_of):
    answer = client_of(someone()).post("/kerja/favorit/simpan/", {"place": "/buatan/"})

    assert answer.status_code == 400


def test_the_page_orders_names_and_drops_without_javascript(client_of):
    user = someone(1, 2)
    browser = client_of(user)

    browser.post("/kerja/favorit/urutan/", {"url": "/r/2/", "step": "up"})
    browser.post("/kerja/favorit/nama/", {"url": "/r/2/", "title": "Nomor dua"})
    browser.post("/kerja/favorit/hapus/", {"url": "/r/1/"})

    page = browser.get("/kerja/favorit/").content.decode()
    assert kept(user) == ["/r/2/"]
    assert "Nomor dua" in page
    assert "Catatan 1" not in page


def test_a_refused_name_is_told_and_changes_nothing(client_of):
    user = someone(1)
    answer = client_of(user).post(
        "/kerja/favorit/nama/", {"url": "/r/1/", "title": ""}, follow=True
    )

    assert "Isi nama favorit." in answer.content.decode()
    assert MyDesk(user).favourites[0].title == "Catatan 1"


def test_favourites_stand_in_the_navigation_of_every_page_and_only_their_owners(client_of):
    owner, other = someone(1), someone()

    assert "Catatan 1" in client_of(owner).get("/akun/").content.decode()
    assert "Catatan 1" not in client_of(other).get("/akun/").content.decode()
