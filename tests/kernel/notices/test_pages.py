"""The page of notices, the bell, what one chooses."""

import pytest

from caruban.kernel.notices.kinds import Mailing
from caruban.kernel.notices.models import Choice, Notice
from tests.factories import a_user, an_institution

pytestmark = pytest.mark.django_db


def test_the_bell_tells_how_many_are_unread(scene, declare, happen, client_of):
    declare(scene.operator)
    browser = client_of(scene.operator)
    assert "signal-count" not in browser.get("/kerja/").text
    happen()

    page = browser.get("/kerja/").text

    assert 'href="/pemberitahuan/"' in page
    assert "belum dibaca: </span>1</span>" in page


def test_a_notice_leads_to_its_record_and_is_read_then(scene, declare, happen, client_of):
    declare(scene.operator)
    happen()
    row = Notice.objects.get()

    answer = client_of(scene.operator).get(f"/pemberitahuan/{row.pk}/")

    assert answer.headers["Location"] == "/kerja/"
    row.refresh_from_db()
    assert row.read_at


def test_anothers_notice_is_not_there(scene, declare, happen, client_of):
    declare(scene.operator)
    happen()
    other = a_user("operator", scene.institution)

    assert client_of(other).get(f"/pemberitahuan/{Notice.objects.get().pk}/").status_code == 404
    assert "Dinas Contoh" not in client_of(other).get("/pemberitahuan/").text


def test_what_one_may_not_see_any_more_is_not_there(scene, declare, happen, client_of):
    declare(scene.operator)
    happen()
    scene.operator.memberships.update(organisation=an_institution())
    browser = client_of(scene.operator)

    assert browser.get(f"/pemberitahuan/{Notice.objects.get().pk}/").status_code == 404
    assert "Dinas Contoh" not in browser.get("/pemberitahuan/").text


def test_one_and_all_are_marked_as_read_and_back(scene, declare, happen, client_of):
    declare(scene.operator)
    for _number in range(3):
        happen()
    browser = client_of(scene.operator)
    first = Notice.objects.first()

    answer = browser.post(f"/pemberitahuan/{first.pk}/dibaca/", {"baca": "belum"})
    assert answer.headers["Location"] == "/pemberitahuan/?baca=belum"
    assert Notice.objects.filter(read_at=None).count() == 2
    browser.post(f"/pemberitahuan/{first.pk}/belum-dibaca/")
    assert Notice.objects.filter(read_at=None).count() == 3
    page = browser.post("/pemberitahuan/dibaca/", follow=True)
    assert "3 pemberitahuan ditandai sudah dibaca." in page.text
    assert Notice.objects.filter(read_at=None).count() == 0


def test_the_page_is_narrowed_to_a_kind_and_to_what_is_unread(scene, declare, happen, client_of):
    declare(scene.operator)
    declare(scene.operator, name="unit.also")
    happen()
    browser = client_of(scene.operator)

    page = browser.get("/pemberitahuan/?jenis=unit.also").text
    assert page.count('/dibaca/"') == 2  # the one, and all
    browser.post("/pemberitahuan/dibaca/", {"jenis": "unit.also"})
    assert [one.kind for one in Notice.objects.filter(read_at=None)] == ["unit.told"]
    assert "Tidak ada yang baru" in browser.get("/pemberitahuan/?jenis=unit.also&baca=belum").text


@pytest.mark.parametrize(
    "query", ["jenis=x", "sebelum=x", "sebelum=-1", "sebelum=" + "9" * 30, "baca=x"]
)
def test_a_made_up_address_shows_the_page(scene, declare, client_of, query):
    declare(scene.operator)

    assert client_of(scene.operator).get(f"/pemberitahuan/?{query}").status_code == 200


def test_choices_are_kept_and_shown(scene, declare, client_of):
    declare(scene.operator)
    browser = client_of(scene.operator)

    answer = browser.post("/pemberitahuan/pilihan/", {"unit.told.mailing": "daily"})

    assert answer.status_code == 302
    kept = Choice.objects.get()
    assert (kept.is_shown, kept.mailing) == (False, Mailing.DAILY)
    assert '<option value="daily" selected>' in browser.get("/pemberitahuan/pilihan/").text


def test_a_choice_that_there_is_not_is_refused_and_nothing_kept(scene, declare, client_of):
    declare(scene.operator)

    answer = client_of(scene.operator).post("/pemberitahuan/pilihan/", {"unit.told.mailing": "x"})

    assert answer.status_code == 422
    assert Choice.objects.count() == 0
