"""Saved views: own and shared, for whom they are meant; saved once, however often one clicks."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from caruban.kernel.errors import Refused
from caruban.kernel.registers.lists import actions
from caruban.kernel.registers.lists.models import LONGEST_QUERY, Habit, SavedView
from caruban.kernel.registers.lists.queries import institutions_of, may_change, views_of
from tests.factories import a_unit, a_user, an_institution
from tests.kernel.registers.lists.looking import LIST, Page
from tests.toys.factories import a_toy
from tests.toys.registers import MakerRegister, ToyRegister

pytestmark = pytest.mark.django_db
VIEWS = f"{LIST}tampilan/"


@pytest.fixture
def colleague(unit):
    return a_user("officer", a_unit(unit.institution))


def saved(by, name="Yang kecil", query="size=small", institution=None):
    return actions.save_view(ToyRegister, by=by, name=name, query=query, institution=institution)


def shared(by, unit):
    return saved(by, institution=unit.institution)


def save(browser, **posted):
    given = {"name": "Yang kecil", "query": "size=small", "institution": ""}
    return browser.post(VIEWS, given | posted)


def test_a_state_is_saved_and_opened_under_its_name(client_of, officer, unit):
    a_toy(unit, code="A")
    a_toy(unit, code="B", size="large")
    browser = client_of(officer)

    answer = save(browser, query="size=small&sort=-amount&after=x&colour=red&q=")
    view = SavedView.objects.get()

    assert view.query == "size=small&sort=-amount"
    assert answer["Location"] == f"{LIST}?size=small&sort=-amount&view={view.pk}"
    page = Page(browser.get(answer["Location"]).text)
    assert [row[1] for row in page.rows] == ["A"]
    assert page.links(f"view={view.pk}")


def test_a_second_click_saves_nothing_twice(client_of, officer):
    browser = client_of(officer)

    first, second = save(browser), save(browser)

    assert first["Location"] == second["Location"]
    assert SavedView.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_save_once(officer):
    def click(_number):
        try:
            return saved(officer).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clicks:
        made = {*clicks.map(click, range(8))}

    assert made == {SavedView.objects.get().pk}


def test_a_name_stands_for_one_state_of_a_list(client_of, officer, colleague):
    saved(officer)

    answer = save(client_of(officer), query="size=large")

    assert answer.status_code == 422
    assert "Nama ini sudah Anda pakai" in answer.text
    assert 'value="size=large"' in answer.text
    assert saved(colleague, query="size=large").name == "Yang kecil"  # of somebody else
    assert actions.save_view(MakerRegister, by=officer, name="Yang kecil", query="")


@pytest.mark.parametrize("name", ["", "   ", "n" * 61])
def test_a_view_has_a_name(client_of, officer, name):
    assert save(client_of(officer), name=name).status_code == 422
    assert not SavedView.objects.exists()


def test_a_list_keeps_no_endless_number_of_views_nor_endless_states(officer, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 2)
    saved(officer, "Satu")
    saved(officer, "Dua")

    with pytest.raises(Refused, match="sudah menyimpan 2"):
        saved(officer, "Tiga")
    monkeypatch.undo()
    with pytest.raises(Refused, match="terlalu panjang"):
        saved(officer, "Panjang", "q=" + "a" * LONGEST_QUERY)


# who sees and who changes


def test_ones_own_view_is_seen_by_nobody_else(client_of, officer, colleague, secretary, outsider):
    view = saved(officer)

    assert [*views_of(ToyRegister, by=officer)] == [view]
    for other in (colleague, secretary, outsider):
        browser = client_of(other)
        assert not views_of(ToyRegister, by=other)
        assert view.name not in browser.get(f"{LIST}?view={view.pk}").text
        for address in (f"{VIEWS}{view.pk}/",):
            assert browser.get(address).status_code == 404
        for address in ("", "keadaan/", "hapus/", "utama/"):
            given = {"name": "Diambil", "query": "", "seen": view.stamp}
            assert browser.post(f"{VIEWS}{view.pk}/{address}", given).status_code == 404
    view.refresh_from_db()
    assert (view.name, view.query) == ("Yang kecil", "size=small")
    assert not Habit.objects.exists()


def test_a_view_is_found_in_the_list_that_it_belongs_to_alone(client_of, officer):
    view = saved(officer)

    assert client_of(officer).get(f"/data/pembuat/tampilan/{view.pk}/").status_code == 404


def test_a_shared_view_is_seen_in_its_institution_and_nowhere_else(
    client_of, officer, colleague, outsider, unit
):
    view = shared(officer, unit)

    assert view.name in client_of(colleague).get(LIST).text
    assert view.name not in client_of(outsider).get(LIST).text
    assert client_of(outsider).get(f"{VIEWS}{view.pk}/").status_code == 404


def test_a_shared_view_is_changed_by_its_owner_and_by_a_keeper(
    client_of, officer, colleague, secretary, unit
):
    view = shared(officer, unit)
    assert may_change(view, by=officer)
    assert may_change(view, by=secretary)
    assert not may_change(view, by=colleague)
    given = {"name": "Milik saya", "query": "size=large", "seen": view.stamp}

    browser = client_of(colleague)
    assert browser.get(f"{VIEWS}{view.pk}/").status_code == 403
    for address in ("", "keadaan/", "hapus/"):
        assert browser.post(f"{VIEWS}{view.pk}/{address}", given).status_code == 403
    view.refresh_from_db()
    assert (view.name, view.query) == ("Yang kecil", "size=small")

    client_of(secretary).post(f"{VIEWS}{view.pk}/", {"name": "Kecil", "seen": view.stamp})
    view.refresh_from_db()
    assert (view.name, view.institution, view.owner) == ("Kecil", unit.institution, officer)


def test_a_keeper_of_another_institution_changes_nothing(officer, outsider, unit):
    view = shared(officer, unit)

    with pytest.raises(PermissionDenied):
        actions.change_view(view, by=outsider, name="x", institution=None, seen=view.stamp)
    with pytest.raises(PermissionDenied):
        actions.change_state(view, by=outsider, query="", seen=view.stamp)
    with pytest.raises(PermissionDenied):
        actions.remove_view(view, by=outsider)


def test_nobody_shares_with_an_institution_that_they_do_not_work_in(client_of, officer):
    other = an_institution()
    assert other not in institutions_of(officer)

    with pytest.raises(Refused, match="bukan anggota"):
        saved(officer, institution=other)
    assert save(client_of(officer), institution=str(other.pk)).status_code == 422
    assert not SavedView.objects.exists()


def test_a_guest_and_who_may_not_read_the_register_have_no_views(client, client_of, unit):
    agent = a_user(None)

    assert "/masuk/" in client.get(VIEWS)["Location"]
    assert client_of(agent).get(VIEWS).status_code == 403
    assert save(client_of(agent)).status_code == 403
    assert not SavedView.objects.exists()


# two tabs


def test_what_another_tab_changed_is_not_written_over(client_of, officer, unit):
    view = shared(officer, unit)
    browser, seen = client_of(officer), view.stamp
    browser.post(f"{VIEWS}{view.pk}/", {"name": "Baru", "institution": "", "seen": seen})

    renamed = browser.post(f"{VIEWS}{view.pk}/", {"name": "Lain", "institution": "", "seen": seen})
    stated = browser.post(
        f"{VIEWS}{view.pk}/keadaan/", {"query": "size=large", "seen": seen}, follow=True
    )

    view.refresh_from_db()
    assert (view.name, view.query, view.institution) == ("Baru", "size=small", None)
    assert renamed.status_code == 422
    assert "diubah di tempat lain" in renamed.text
    assert "diubah di tempat lain" in stated.text


def test_a_second_click_on_a_change_is_no_conflict(client_of, officer):
    view = saved(officer)
    browser, seen = client_of(officer), view.stamp
    rename = {"name": "Baru", "institution": "", "seen": seen}

    assert browser.post(f"{VIEWS}{view.pk}/", rename).status_code == 302
    assert browser.post(f"{VIEWS}{view.pk}/", rename).status_code == 302
    view.refresh_from_db()
    state = {"query": "size=large", "seen": view.stamp}
    for _click in range(2):
        assert "disimpan" in browser.post(f"{VIEWS}{view.pk}/keadaan/", state, follow=True).text


def test_a_changed_state_of_a_view_can_be_saved_from_the_list(client_of, officer):
    view = saved(officer)

    page = client_of(officer).get(f"{LIST}?size=large&view={view.pk}").text

    assert "Berbeda dari tampilan “Yang kecil”" in page
    assert f'action="{VIEWS}{view.pk}/keadaan/"' in page
    assert "Berbeda dari" not in client_of(officer).get(f"{LIST}?size=small&view={view.pk}").text


def test_a_view_that_is_gone_is_told_as_gone(officer):
    view = saved(officer)
    SavedView.objects.all().delete()

    with pytest.raises(Refused, match="sudah dihapus"):
        actions.change_state(view, by=officer, query="", seen=view.stamp)


# habits


def test_columns_are_kept_for_who_chose_them(client_of, officer, colleague, unit):
    a_toy(unit)
    browser = client_of(officer)
    heads = ["amount", "code", "name"]

    answer = browser.post(
        f"{LIST}kolom/", {"order": heads, "shown": ["code", "amount"], "query": "size=small"}
    )

    assert answer["Location"] == f"{LIST}?size=small"
    assert len(Page(browser.get(LIST).text).rows[0]) == 3  # the tick, and two columns
    assert len(Page(client_of(colleague).get(LIST).text).rows[0]) > 3
    browser.post(f"{LIST}kolom/", {"order": heads, "reset": "1", "query": ""})
    assert len(Page(browser.get(LIST).text).rows[0]) == 10


def test_columns_move_and_nothing_is_kept_until_it_is_saved(client_of, officer):
    browser = client_of(officer)

    moved = browser.post(
        f"{LIST}kolom/", {"order": ["code", "name"], "shown": ["name"], "move": "down:code"}
    ).text
    assert moved.index('value="down:name"') < moved.index('value="down:code"')
    for wrong in ("down:zzz", "sideways", "up:"):
        assert browser.post(f"{LIST}kolom/", {"order": ["code"], "move": wrong}).status_code == 200
    assert not Habit.objects.exists()


def test_at_least_one_column_is_shown(client_of, officer):
    answer = client_of(officer).post(f"{LIST}kolom/", {"order": ["code"], "shown": ["password"]})

    assert answer.status_code == 422
    assert not Habit.objects.exists()
    with pytest.raises(Refused, match="tidak ada di register"):
        actions.keep_columns(ToyRegister, ["password"], by=officer)


def test_a_list_opens_with_the_view_that_its_reader_chose(client_of, officer, colleague, unit):
    view = shared(officer, unit)
    browser = client_of(colleague)

    browser.post(f"{VIEWS}{view.pk}/utama/")

    assert browser.get(LIST)["Location"] == f"{LIST}?size=small&view={view.pk}"
    assert browser.get(f"{LIST}?view=0").status_code == 200  # all rows, by a link
    assert client_of(officer).get(LIST).status_code == 200

    actions.change_view(view, by=officer, name=view.name, institution=None, seen=view.stamp)
    assert browser.get(LIST).status_code == 200  # no longer theirs to see
    view.delete()
    assert browser.get(LIST).status_code == 200
