"""What is typed and not saved is there again: for its writer alone, sealed, until it is saved."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from caruban.kernel.registers.forms import drafts
from caruban.kernel.registers.forms.models import Draft, Sent
from caruban.kernel.sealed import opened as unsealed
from caruban.kernel.sealed import sealed
from tests.kernel.registers.forms.filling import NEW, edit_of, filled, opened
from tests.toys.factories import a_toy
from tests.toys.models import Toy

pytestmark = pytest.mark.django_db

SCRIPT = {"HX-Request": "true"}
ROW = {"parts": ["0"], "parts__0__name": "roda", "parts__0__weight": "1"}
NIK = "3209010101010001"


def keep(browser, sent, url=NEW, **more):
    """Keep a draft as forms.js does."""
    return browser.post(f"{url}draf/", sent | more, headers=SCRIPT)


def resume(draft, url=NEW):
    return f"{url}?draf={draft.token}"


def test_what_was_typed_is_offered_when_one_comes_back_and_gone_on_with(ani):
    answer = keep(ani, opened(ani, name="Kuda", **ROW))
    assert answer.json()["said"].startswith("Draf disimpan pukul")

    page = ani.get(NEW)
    draft = Draft.objects.get()
    assert "Ada isian Anda yang belum disimpan" in page.text
    assert resume(draft) in page.text

    sent = opened(ani, resume(draft), code="K-1")
    assert (sent["name"], sent["parts-0-name"]) == (["Kuda"], ["roda"])
    assert ani.post(NEW, sent).status_code == 302
    assert Toy.objects.get().name == "Kuda"
    assert not Draft.objects.exists()
    assert "belum disimpan" not in ani.get(NEW).text


def test_a_draft_says_nothing_of_what_is_wrong_yet(ani):
    keep(ani, opened(ani, name="Kuda"))

    page = ani.get(resume(Draft.objects.get())).text

    assert "Belum disimpan: " not in page
    assert "field-error" not in page


def test_without_a_script_a_button_keeps_it(ani):
    answer = ani.post(f"{NEW}draf/", opened(ani, name="Kuda"))

    assert answer["Location"] == resume(Draft.objects.get())
    assert filled(ani.get(answer["Location"]))["name"] == ["Kuda"]


def test_two_tabs_keep_a_draft_each(ani):
    first, second = opened(ani, name="Kuda"), opened(ani, name="Beruang")
    for sent in (first, second, first):
        keep(ani, sent)

    assert Draft.objects.count() == 2
    ani.post(NEW, second | {"code": ["K-2"]})
    assert filled(ani.get(resume(Draft.objects.get())))["name"] == ["Kuda"]


def test_a_draft_of_an_edit_is_merged_with_what_happened_meanwhile(ani, budi, unit):
    toy = a_toy(unit, name="Kuda", amount=1)
    url = edit_of(toy)
    keep(ani, opened(ani, url, name="Kuda Ani"), url)
    budi.post(url, opened(budi, url, amount="5"))

    answer = ani.post(url, opened(ani, resume(Draft.objects.get(), url)))
    ani.post(url, filled(answer))

    toy.refresh_from_db()
    assert (toy.name, toy.amount) == ("Kuda Ani", 5)


def test_it_is_dropped_when_it_is_not_wanted(ani):
    keep(ani, opened(ani, name="Kuda"))

    ani.post(f"{NEW}draf/buang/", {"token": Draft.objects.get().token})

    assert not Draft.objects.exists()


def test_a_colleague_reaches_it_by_no_way(ani, budi, unit):
    sent = opened(ani, name="Kuda rahasia")
    keep(ani, sent)
    draft = Draft.objects.get()

    assert "belum disimpan" not in budi.get(NEW).text
    assert "Kuda rahasia" not in budi.get(resume(draft)).text
    budi.post(f"{NEW}draf/buang/", {"token": draft.token})
    keep(budi, sent, name="Ditimpa")

    draft.refresh_from_db()
    assert drafts.typed_in(draft)["name"] == "Kuda rahasia"


def test_who_may_not_edit_any_more_does_not_reach_their_own_either(ani, officer, unit):
    toy = a_toy(unit)
    keep(ani, opened(ani, edit_of(toy), name="Kuda"), edit_of(toy))
    officer.memberships.update(valid_to=timezone.localdate() - timedelta(days=1))

    assert ani.get(resume(Draft.objects.get(), edit_of(toy))).status_code in {403, 404}


@pytest.mark.parametrize(
    "token", ["", "1", "x", "8842c1a7-c36c-420c-bcbf-f10d8fd36234", "\x00", "a" * 400]
)
def test_a_token_that_is_none_begins_anew(ani, token):
    assert ani.get(NEW, {"draf": token}).status_code == 200


def test_at_rest_it_is_sealed(ani):
    keep(ani, opened(ani, nik=NIK))

    kept = bytes(Draft.objects.get().content)

    assert NIK.encode() not in kept
    assert NIK in unsealed(kept, purpose=drafts.PURPOSE)
    assert unsealed(kept, purpose="other") is None
    assert unsealed(b"anything", purpose=drafts.PURPOSE) is None


def test_another_secret_of_the_house_opens_it_only_while_it_is_known(settings):
    kept = sealed("kuda", purpose="drafts")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 10
    assert unsealed(kept, purpose="drafts") is None

    settings.SECRET_KEY_FALLBACKS = [old]
    assert unsealed(kept, purpose="drafts") == "kuda"


def test_what_a_browser_kept_lacks_personal_data_which_the_server_still_has(ani):
    sent = opened(ani, name="Kuda", nik=NIK)
    keep(ani, sent)
    del sent["nik"]

    keep(ani, sent, name="Kuda besar", left="1")

    typed = drafts.typed_in(Draft.objects.get())
    assert (typed["name"], typed["nik"]) == ("Kuda besar", NIK)


def test_after_it_was_saved_a_late_draft_is_not_kept(ani):
    sent = opened(ani, code="K-1", name="Kuda")
    ani.post(NEW, sent)

    assert keep(ani, sent).json()["gone"]
    assert not Draft.objects.exists()


def test_asking_whether_it_was_saved_keeps_nothing(ani):
    assert keep(ani, opened(ani, name="Kuda"), ask="1").json() == {"said": "", "gone": False}
    assert not Draft.objects.exists()


def test_who_signed_out_is_told_and_nothing_is_kept(client):
    assert keep(client, {"name": "Kuda"}).status_code == 401
    assert not Draft.objects.exists()


def test_one_that_is_too_large_is_refused_in_a_sentence(ani):
    sent = opened(ani, story="x" * drafts.LARGEST)

    answer = keep(ani, sent)
    assert (answer.status_code, "terlalu panjang" in answer.json()["said"]) == (409, True)
    by_button = ani.post(f"{NEW}draf/", sent)
    assert by_button.status_code == 422
    assert filled(by_button)["story"] == sent["story"]


def test_nobody_keeps_drafts_without_end(ani, officer, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 3)
    for one in "abcde":
        keep(ani, opened(ani, name=one))

    kept = [drafts.typed_in(one)["name"] for one in Draft.objects.filter(user=officer)]
    assert kept == ["e", "d", "c"]


def test_old_ones_are_offered_no_more_and_forgotten(ani, officer):
    keep(ani, opened(ani, name="Kuda"))
    Draft.objects.update(saved_at=timezone.now() - drafts.KEPT - timedelta(hours=1))
    Sent.objects.create(user=officer, token=uuid4(), url="/")
    Sent.objects.update(sent_at=timezone.now() - drafts.SENT_KEPT - timedelta(hours=1))

    assert "belum disimpan" not in ani.get(NEW).text
    assert drafts.forget() == 1
    assert not Draft.objects.exists()
    assert not Sent.objects.exists()


def test_one_that_was_on_its_way_while_its_form_was_saved_is_not_offered(ani, officer):
    keep(ani, opened(ani, name="Kuda"))
    Sent.objects.create(user=officer, token=Draft.objects.get().token, url="/data/mainan/1/")

    assert "belum disimpan" not in ani.get(NEW).text
    assert drafts.forget() == 1


def test_who_came_back_to_a_saved_form_keeps_a_draft_of_its_own(ani):
    sent = opened(ani, code="K-1", name="Kuda")
    ani.post(NEW, sent)

    answer = ani.post(f"{NEW}draf/", sent | {"name": ["Beruang"]})

    assert filled(ani.get(answer["Location"]))["name"] == ["Beruang"]
