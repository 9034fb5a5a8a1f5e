"""The reader's language: kept by the account, overruled by what this browser chose."""

import pytest
from django.core.exceptions import ValidationError

from caruban.kernel.accounts.actions import choose_language
from caruban.kernel.accounts.models import User
from caruban.kernel.actors import Guest
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
