"""Saving an answer: as it is typed, by its button, marked ready; two people at once."""

import re

import pytest
from django.db import connection

from caruban.evaluation.models import Answer
from caruban.evaluation.rules.workflow import FILLABLE, STATES
from caruban.kernel.accounts.roles import Role
from tests.evaluation.factories import an_answer, an_evidence, pemdi, spbe
from tests.evaluation.views.reading import HOSTILE, text
from tests.evaluation.views.working import a_cast, address, browser, doers
from tests.factories import a_unit

pytestmark = pytest.mark.django_db

FILLERS = {Role.OFFICER, Role.UNIT_HEAD, Role.SECRETARY}


def test_what_is_typed_is_kept_and_acknowledged_with_its_version():
    cast = a_cast()
    answer = cast.save(cast.person(Role.OFFICER), narrative="Sudah ada Perbup.")
    assert answer.status_code == 200
    kept = cast.answer
    assert kept.narrative == "Sudah ada Perbup."
    told = answer.json()
    assert told["version"] == kept.version
    assert re.fullmatch(r"Tersimpan pukul \d\d\.\d\d", told["message"])
    assert "tingkat yang diklaim" in told["readiness"]


def test_only_the_fields_that_are_sent_change():
    cast = a_cast(levels=3)
    cast.save(cast.person(Role.OFFICER), claimed_level="2")
    assert (cast.answer.claimed_level, cast.answer.narrative) == (
        2,
        "Sudah diterapkan sesuai pedoman.",
    )


def test_an_empty_level_withdraws_the_claim():
    cast = a_cast(levels=3)
    assert cast.save(cast.person(Role.OFFICER), claimed_level="").json()["level"] is None
    assert cast.answer.claimed_level is None


@pytest.mark.parametrize(("role", "may"), doers(FILLERS))
def test_who_may_fill_saves_and_nobody_else(role, may):
    cast = a_cast()
    answer = cast.save(cast.person(role), narrative="Isian baru")
    assert (answer.status_code == 200) is may
    assert (cast.answer.narrative == "Isian baru") is may


def test_the_officer_of_another_unit_reads_but_does_not_save():
    cast = a_cast()
    other = cast.person(Role.OFFICER, a_unit(cast.institution))
    assert cast.save(other, narrative="Bukan milik saya").status_code == 403
    assert cast.answer.narrative == ""
    page = browser(other).get(address("indicator", cast.answer))
    assert page.status_code == 200
    assert "data-autosave" not in page.content.decode()
    assert f"Jawaban ini diisi oleh {cast.unit}." in text(page)


def test_another_institution_does_not_find_the_answer():
    cast, other = a_cast(), a_cast()
    stranger = other.person(Role.SECRETARY)
    assert cast.save(stranger, narrative="Halo").status_code == 404
    assert cast.answer.narrative == ""


def test_who_is_not_signed_in_is_sent_to_the_door():
    cast = a_cast()
    answer = browser().post(address("fill", cast.answer), {"narrative": "x"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/masuk/")


@pytest.mark.parametrize("state", [one for one in STATES if one not in FILLABLE])
def test_outside_of_the_self_assessment_nothing_is_saved_and_the_page_says_why(state):
    cast = a_cast(state)
    before = cast.answer.narrative
    answer = cast.save(cast.person(Role.SECRETARY), narrative="Terlambat")
    assert answer.status_code == 422
    assert "selama penilaian mandiri" in answer.json()["message"]
    assert cast.answer.narrative == before


def test_the_second_of_two_people_sees_who_changed_what_and_nothing_is_overwritten():
    cast = a_cast()
    first, second = cast.person(Role.OFFICER), cast.person(Role.SECRETARY)
    seen = cast.answer.version
    cast.save(first, narrative="Dari yang pertama")
    answer = cast.save(second, version=seen, narrative="Dari yang kedua")
    assert answer.status_code == 409
    told = answer.json()
    assert told["refusal"] == "stale"
    for words in (first.name, "Dari yang pertama", "Dari yang kedua"):
        assert words in told["html"]
    assert f'href="{address("indicator", cast.answer)}"' in told["html"]  # takes what is stored
    assert cast.answer.narrative == "Dari yang pertama"
    again = cast.save(second, version=told["version"], narrative="Dari yang kedua")
    assert again.status_code == 200
    assert cast.answer.narrative == "Dari yang kedua"


def test_without_a_script_the_second_sees_both_texts_on_the_page_and_keeps_their_own():
    cast = a_cast()
    seen = cast.answer.version
    cast.save(cast.person(Role.OFFICER), narrative="Dari yang pertama")
    form = {"version": seen, "narrative": "Dari yang kedua", "claimed_level": "3"}
    page = cast.post("fill", cast.person(Role.SECRETARY), form)
    assert page.status_code == 409
    body = page.content.decode()
    assert "Dari yang pertama" in text(page)
    assert re.search(r"<textarea[^>]*>\s*Dari yang kedua</textarea>", body)
    assert f'name="version" value="{cast.answer.version}"' in body
    assert cast.answer.claimed_level is None
    assert f'href="{address("indicator", cast.answer)}" data-drop-draft' in body
    assert "data-paused" in body  # the script does not save over it by itself


def test_sending_again_what_was_saved_is_acknowledged_though_its_version_is_old():
    cast = a_cast()
    user, seen = cast.person(Role.OFFICER), cast.answer.version
    first = cast.save(user, version=seen, narrative="Sekali")
    again = cast.save(user, version=seen, narrative="Sekali")
    assert (again.status_code, again.json()["version"]) == (200, first.json()["version"])


def test_a_change_of_assignment_meanwhile_is_no_conflict():
    cast = a_cast()
    user, seen = cast.person(Role.SECRETARY), cast.answer.version
    Answer.objects.filter(pk=cast.answer.pk).update(due_on="2026-01-05")
    assert cast.save(user, version=seen, narrative="Tetap tersimpan").status_code == 200


@pytest.mark.parametrize("version", ["", "0", "99", "-1", "satu"])
def test_a_version_that_nobody_saw_is_refused(version):
    cast = a_cast()
    assert cast.save(cast.person(Role.OFFICER), version=version, narrative="x").status_code == 422
    assert cast.answer.narrative == ""


@pytest.mark.parametrize("level", ["0", "6", "9", "dua", "3.5", "-1"])
def test_a_level_outside_of_1_to_5_is_refused_at_its_field(level):
    cast = a_cast()
    answer = cast.save(cast.person(Role.OFFICER), claimed_level=level)
    assert answer.status_code == 422
    assert "claimed_level" in answer.json()["errors"]
    assert cast.answer.claimed_level is None


def test_what_is_sound_is_saved_beside_what_is_refused():
    cast = a_cast()
    answer = cast.save(cast.person(Role.OFFICER), claimed_level="9", narrative="Tetap ada")
    assert (answer.status_code, cast.answer.narrative) == (422, "Tetap ada")
    assert answer.json()["version"] == cast.answer.version


def test_a_text_that_is_too_long_is_refused_and_comes_back_whole():
    cast = a_cast()
    long = "a" * 20_001
    page = cast.post("fill", cast.person(Role.OFFICER), {"version": 1, "narrative": long})
    assert page.status_code == 422
    assert long in page.content.decode()
    assert "20.000" in text(page)


def test_line_ends_of_a_browser_change_nothing():
    cast = a_cast()
    user = cast.person(Role.OFFICER)
    cast.save(user, narrative="satu\ndua")
    version = cast.answer.version
    cast.save(user, narrative="satu\r\ndua")
    assert (cast.answer.version, cast.answer.narrative) == (version, "satu\ndua")


def test_markup_is_shown_as_text_everywhere():
    cast = a_cast()
    user, seen = cast.person(Role.OFFICER), cast.answer.version
    cast.save(user, narrative=HOSTILE)
    for reader in (user, cast.person(Role.LEADER)):  # who fills it in, who only reads
        page = browser(reader).get(address("indicator", cast.answer)).content.decode()
        assert HOSTILE not in page
        assert page.count("&lt;script&gt;") == 2  # the answer, and its change in the trail
    stale = cast.save(cast.person(Role.SECRETARY), version=seen, narrative="<b>lain</b>").json()
    assert HOSTILE not in stale["html"]
    assert "<b>lain</b>" not in stale["html"]


def test_the_button_saves_through_the_same_address_and_leads_back():
    cast = a_cast()
    form = {"version": cast.answer.version, "narrative": "Lewat tombol", "claimed_level": "2"}
    answer = cast.post("fill", cast.person(Role.OFFICER), form)
    assert (answer.status_code, answer["Location"]) == (302, address("indicator", cast.answer))
    assert (cast.answer.narrative, cast.answer.claimed_level) == ("Lewat tombol", 2)


def test_ready_is_refused_with_what_lacks_but_what_was_typed_is_kept():
    cast = a_cast()
    user = cast.person(Role.OFFICER)
    form = {"version": cast.answer.version, "narrative": "Sudah", "claimed_level": "2"}
    page = browser(user).post(address("complete", cast.answer), form, follow=True)
    assert "data dukung tingkat 2" in text(page)
    kept = cast.answer
    assert (kept.is_complete, kept.narrative, kept.claimed_level) == (False, "Sudah", 2)


def test_ready_twice_is_ready_once_and_opens_again():
    cast = a_cast(levels=2)
    user = cast.person(Role.OFFICER)
    an_evidence(cast.answer, 2)
    for _press in range(2):
        assert cast.post("complete", user, {"version": cast.answer.version}).status_code == 302
    assert cast.answer.is_complete
    cast.post("reopen", user, {"version": cast.answer.version})
    assert not cast.answer.is_complete


@pytest.mark.parametrize("page", ["complete", "reopen"])
@pytest.mark.parametrize(("role", "may"), doers(FILLERS))
def test_who_may_fill_marks_ready_and_opens_again_and_nobody_else(page, role, may):
    cast = a_cast(levels=1)
    was = page == "reopen"
    Answer.objects.filter(pk=cast.answer.pk).update(is_complete=was)
    cast.post(page, cast.person(role), {"version": cast.answer.version})
    assert (cast.answer.is_complete is not was) is may


def test_a_claim_raised_above_its_evidence_opens_a_ready_answer_and_says_so():
    cast = a_cast(levels=1)
    Answer.objects.filter(pk=cast.answer.pk).update(is_complete=True)
    told = cast.save(cast.person(Role.OFFICER), claimed_level="3").json()
    assert told["is_complete"] is False
    assert "data dukung tingkat 2, 3" in told["readiness"]


class TestItems:
    """Where items are counted, the level follows from them."""

    def a_cast(self):
        return a_cast(instrument=pemdi())

    def test_ticked_items_make_the_level(self):
        cast = self.a_cast()
        items = ["", "1.1", "2.1", "2.2", "2.3"]
        told = cast.save(cast.person(Role.OFFICER), claimed_items=items).json()
        assert told["level"] == 2
        assert cast.answer.claimed_items == items[1:]

    def test_all_boxes_cleared_is_no_claim(self):
        cast = self.a_cast()
        user = cast.person(Role.OFFICER)
        cast.save(user, claimed_items=["1.1"])
        cast.save(user, claimed_items=[""])
        assert (cast.answer.claimed_items, cast.answer.claimed_level) == ([], None)

    def test_an_item_that_does_not_exist_is_refused(self):
        cast = self.a_cast()
        answer = cast.save(cast.person(Role.OFFICER), claimed_items=["1.1", "7.7"])
        assert "claimed_items" in answer.json()["errors"]
        assert cast.answer.claimed_items == []

    def test_another_bodys_index_makes_the_level_and_its_clearing_takes_it_back(self):
        cast = self.a_cast()
        user, answer = cast.person(Role.OFFICER), an_answer(cast.assessment, 5)
        client, headers = browser(user), {"accept": "application/json"}

        def save(score):
            version = an_answer(cast.assessment, 5).version
            form = {"version": version, "claimed_score": score}
            return client.post(address("fill", answer), form, headers=headers)

        assert save("68,75").json()["level"] == 4
        assert save("").json()["level"] is None
        refused = save("120")
        assert refused.status_code == 422
        assert "claimed_score" in refused.json()["errors"]


def test_an_instrument_of_whole_levels_offers_levels_and_one_with_items_offers_those():
    for instrument, offered, other in (
        (spbe(), "claimed_level", "claimed_items"),
        (pemdi(), "claimed_items", "claimed_level"),
    ):
        cast = a_cast(instrument=instrument)
        page = browser(cast.person(Role.OFFICER)).get(address("indicator", cast.answer))
        body = page.content.decode()
        assert f'name="{offered}"' in body
        assert f'name="{other}"' not in body


@pytest.mark.django_db(transaction=True)
def test_a_save_is_acknowledged_only_after_its_commit():
    cast = a_cast()
    user, answer = cast.person(Role.OFFICER), cast.answer
    with connection.cursor() as cursor:  # a rule that the database looks at when it commits
        cursor.execute(
            "CREATE FUNCTION refuse_late() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'late'; END $$;"
            "CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON evaluation_answer "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_late()"
        )
    try:
        client = browser(user)
        client.raise_request_exception = False
        form = {"version": answer.version, "narrative": "Belum sampai"}
        told = client.post(address("fill", answer), form, headers={"accept": "application/json"})
        assert told.status_code == 500
        assert cast.answer.narrative == ""
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER late ON evaluation_answer; DROP FUNCTION refuse_late()")
