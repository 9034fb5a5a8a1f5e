"""The reader's language: kept by the account, overruled by what this browser chose."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from caruban.kernel.accounts.actions import change_own, choose_language
from caruban.kernel.accounts.models import User
from caruban.kernel.actors import Guest
from caruban.kernel.events.stream import happenings_of
from caruban.kernel.history.queries import changes_of
from tests.factories import a_user, an_institution

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return a_user("secretary", an_institution())


def test_who_chose_nothing_reads_indonesian(client_of, person):
    answer = client_of(person).get("/akun/", headers={"accept-language": "en"})

    assert answer["Content-Language"] == "id"
    assert "Akun saya" in answer.content.decode()


def test_the_choice_follows_its_reader_to_another_device(client_of, person):
    client_of(person).post("/bahasa/", {"language": "en"})

    elsewhere = client_of(person).get("/akun/")

    assert User.objects.get(pk=person.pk).language == "en"
    assert elsewhere["Content-Language"] == "en"
    assert '<html lang="en"' in elsewhere.content.decode()


def test_pages_of_refusal_speak_it_as_well(client_of, person):
    choose_language(by=person, language="en")

    page = client_of(person).get("/peran/").content.decode()  # a method that it does not take

    assert '<html lang="en"' in page


def test_one_readers_language_does_not_reach_the_next(client_of, client, person):
    choose_language(by=person, language="en")
    client_of(person).get("/akun/")

    assert client.get("/")["Content-Language"] == "id"


def test_this_browsers_own_choice_comes_first(client_of, person):
    browser = client_of(person)
    browser.post("/bahasa/", {"language": "id"})
    choose_language(by=person, language="en")

    assert browser.get("/akun/")["Content-Language"] == "id"


def test_a_guest_chooses_for_the_browser_alone(client, person):
    client.post("/bahasa/", {"language": "en"})

    assert client.get("/")["Content-Language"] == "en"
    assert set(User.objects.values_list("language", flat=True)) == {"id"}


def test_the_choice_stands_in_the_history(person):
    choose_language(by=person, language="en")

    assert changes_of(person).first().after == {
        "language": "en",
        "updated_at": changes_of(person).first().after["updated_at"],
    }


def test_a_language_that_we_do_not_speak_is_refused(client_of, person):
    with pytest.raises(ValidationError):
        choose_language(by=person, language="nl")
    client_of(person).post("/bahasa/", {"language": "nl"})
    choose_language(by=Guest(), language="en")

    assert User.objects.get(pk=person.pk).language == "id"


def test_one_sets_ones_own_name_and_language(client_of):
    person = a_user(name="Budi")
    browser = client_of(person)
    browser.cookies["caruban_language"] = "id"

    answer = browser.post("/akun/data/", {"name": "Budi Santoso", "language": "en"})

    assert answer["Location"] == "/akun/"
    person.refresh_from_db()
    assert (person.name, person.language) == ("Budi Santoso", "en")
    assert '<html lang="en"' in browser.get("/akun/").content.decode()
    assert happenings_of(person).get().name == "user.changed"


@pytest.mark.parametrize("wrong", [{"name": "  "}, {"language": "jv"}])
def test_own_data_that_are_not_right_change_nothing(client_of, wrong):
    person = a_user(name="Budi")

    answer = client_of(person).post("/akun/data/", {"name": "Lain", "language": "en"} | wrong)

    assert answer.status_code == 422
    person.refresh_from_db()
    assert (person.name, person.language) == ("Budi", "id")


def test_a_program_does_not_rename_its_owner():
    person = a_user(name="Budi")
    person.limited_to = frozenset({"user.manage"})

    with pytest.raises(PermissionDenied):
        change_own(by=person, name="Lain", language="id")


def test_the_account_page_leads_to_all_that_is_ones_own(client_of):
    page = client_of(a_user()).get("/akun/").content.decode()

    for way in ("data/", "sandi/", "keamanan/", "sesi/", "riwayat/", "token/"):
        assert f'href="/akun/{way}"' in page
    assert 'href="/pemberitahuan/' in page
