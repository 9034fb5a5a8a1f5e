"""Steering: dates, assignment, moves from stage to stage, sending back, opening."""

import re
from datetime import date

import pytest
from django.urls import reverse

from caruban.evaluation.models import Answer, Assessment
from caruban.evaluation.rules.workflow import TRANSITIONS
from caruban.kernel.accounts.roles import GRANTS, Role
from tests.evaluation.factories import a_small_instrument, pemdi
from tests.evaluation.views.reading import text
from tests.evaluation.views.working import a_cast, address, browser, doers
from tests.factories import a_unit, a_user, an_institution

pytestmark = pytest.mark.django_db

READY = {  # a state in which nothing lacks, for each transition that is one press
    name: one.start[0] for name, one in TRANSITIONS.items() if name != "send_back"
}
PEOPLE = [role for role in Role if role not in (Role.CITIZEN, Role.SYSTEM)]
SENT_BACK = {"kembali-numbers": ["1", "3"], "kembali-note": "Tambahkan pasal."}


def ready_for(name: str):
    cast = a_cast(READY[name], levels=1)
    words = {"is_complete": True, "reviewed_level": 1, "judged_level": 1}
    Answer.objects.filter(assessment=cast.assessment).update(**words)
    return cast


def state_of(cast) -> str:
    return Assessment.objects.get(pk=cast.assessment.pk).state


def press(cast, page, role, data=None):
    user = cast.person(role, cast.institution)
    return browser(user).post(address(page, cast.assessment), data or {})


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("name", READY)
def test_each_move_is_made_by_its_role_and_by_nobody_else(name, role):
    cast = ready_for(name)
    press(cast, name, role)
    may = role in GRANTS[TRANSITIONS[name].verb].roles
    assert state_of(cast) == (TRANSITIONS[name].end if may else READY[name])


@pytest.mark.parametrize("name", READY)
def test_a_second_click_moves_no_further_and_says_where_it_stands(name):
    cast = ready_for(name)
    role = min(GRANTS[TRANSITIONS[name].verb].roles - {Role.SYSTEM})
    user = cast.person(role, cast.institution)
    client, url = browser(user), address(name, cast.assessment)
    client.post(url)
    page = client.post(url, follow=True)
    assert state_of(cast) == TRANSITIONS[name].end
    assert "Langkah ini tidak tersedia" in text(page)


@pytest.mark.parametrize("name", READY)
def test_the_secretary_of_another_institution_moves_nothing(name):
    cast, other = ready_for(name), a_cast()
    stranger = other.person(min(GRANTS[TRANSITIONS[name].verb].roles - {Role.SYSTEM}))
    answer = browser(stranger).post(address(name, cast.assessment))
    assert answer.status_code in (403, 404)
    assert state_of(cast) == READY[name]


@pytest.mark.parametrize(
    ("name", "state", "sentence"),
    [
        ("submit", "self_assessment", "belum siap diajukan"),
        ("forward", "internal_review", "belum direviu"),
        ("interview", "document_review", "belum dinilai asesor"),
        ("publish", "interview", "belum dinilai asesor"),
    ],
)
def test_what_lacks_is_said_and_there_is_no_button(name, state, sentence):
    cast = a_cast(state, levels=1)
    Answer.objects.filter(assessment=cast.assessment).update(
        is_complete=False, reviewed_level=None, judged_level=None
    )
    role = min(GRANTS[TRANSITIONS[name].verb].roles - {Role.SYSTEM})
    user = cast.person(role, cast.institution)
    page = browser(user).get(address("process", cast.assessment))
    assert sentence in text(page)
    assert f'action="{address(name, cast.assessment)}"' not in page.content.decode()
    told = browser(user).post(address(name, cast.assessment), follow=True)
    assert sentence in text(told)
    assert state_of(cast) == state


def test_the_line_of_stages_says_what_was_skipped_and_where_it_stands():
    cast = a_cast("interview", instrument=pemdi(), levels=1)
    press(cast, "publish", Role.ASSESSOR)
    body = browser(cast.person(Role.LEADER)).get(address("process", cast.assessment))
    stages = re.findall(r'<li class="is-(\w+)"( aria-current="step")?>', body.content.decode())
    standing = [one for one, _current in stages]
    assert standing == ["done"] * 4 + ["skipped", "now", "next", "next"]
    assert [bool(current) for _one, current in stages].index(True) == standing.index("now")


def test_who_may_not_move_is_told_who_may():
    cast = a_cast()
    page = browser(cast.person(Role.OFFICER)).get(address("process", cast.assessment))
    assert "Langkah berikutnya ada pada Sekretariat SPBE." in text(page)
    forms = re.findall(r"<form[^>]*action=\"([^\"]+)\"", page.content.decode().split("<main")[1])
    assert [one for one in forms if one.startswith("/evaluasi/")] == []


@pytest.mark.parametrize(
    ("role", "status"),
    [(role, 200 if role in GRANTS["assessment.read"].roles else 403) for role in PEOPLE],
)
@pytest.mark.parametrize("page", ["process", "progress", "trail", "indicator"])
def test_the_inside_is_read_by_readers_only(page, role, status):
    cast = a_cast()
    subject = cast.answer if page == "indicator" else cast.assessment
    answer = browser(cast.person(role)).get(address(page, subject))
    assert answer.status_code == status


@pytest.mark.parametrize("page", ["process", "progress", "trail", "indicator"])
def test_of_a_published_result_the_inside_stays_inside(page):
    cast, other = a_cast("final"), a_cast()
    subject = cast.answer if page == "indicator" else cast.assessment
    stranger = browser(other.person(Role.SECRETARY))
    assert stranger.get(address("index", cast.assessment)).status_code == 200
    # the evaluation is seen, its inside not to be read; an answer is not even there
    status = 404 if page == "indicator" else 403
    assert stranger.get(address(page, subject)).status_code == status


class TestDue:
    @pytest.mark.parametrize(("role", "may"), doers({Role.SECRETARY}))
    def test_who_steers_sets_it_and_nobody_else(self, role, may):
        cast = a_cast()
        press(cast, "set_due", role, {"due_on": "2026-11-30"})
        due = Assessment.objects.get(pk=cast.assessment.pk).due_on
        assert (due == date(2026, 11, 30)) is may

    @pytest.mark.parametrize("day", ["", "besok", "2026-02-30"])
    def test_what_is_no_day_is_refused_at_its_field(self, day):
        cast = a_cast()
        page = press(cast, "set_due", Role.SECRETARY, {"due_on": day})
        assert page.status_code == 422
        assert 'id="id_due_on-error"' in page.content.decode()

    def test_it_is_set_no_more_once_answers_were_submitted(self):
        cast = a_cast("internal_review")
        page = press(cast, "set_due", Role.SECRETARY, {"due_on": "2026-11-30"})
        assert page.status_code == 422
        assert Assessment.objects.get(pk=cast.assessment.pk).due_on != date(2026, 11, 30)


class TestAssignment:
    def a_form(self, cast, numbers=("1", "3"), unit=None, due=""):
        unit = unit or a_unit(cast.institution)
        return {"tugas-numbers": numbers, "tugas-unit": unit.pk, "tugas-due_on": due}

    @pytest.mark.parametrize(("role", "may"), doers({Role.SECRETARY}))
    def test_who_steers_assigns_several_at_once_and_nobody_else(self, role, may):
        cast = a_cast()
        unit = a_unit(cast.institution)
        press(cast, "assign", role, self.a_form(cast, unit=unit, due="2026-10-01"))
        units = {one.number: one.unit for one in cast.assessment.answers.select_related("unit")}
        assert [units[n] == unit for n in (1, 2, 3)] == (
            [True, False, True] if may else [False] * 3
        )

    def test_a_unit_of_another_institution_is_refused_and_the_picks_come_back(self):
        cast = a_cast()
        form = self.a_form(cast, unit=a_unit(an_institution()))
        page = press(cast, "assign", Role.SECRETARY, form)
        assert page.status_code == 422
        assert "Pilih perangkat daerah dari instansi yang dievaluasi." in text(page)
        body = page.content.decode()
        assert body.count('name="tugas-numbers"') == 3
        assert body.count(" checked>") == 2

    def test_nothing_picked_is_said(self):
        cast = a_cast()
        page = press(cast, "assign", Role.SECRETARY, self.a_form(cast, numbers=()))
        assert "Pilih sedikitnya satu indikator." in text(page)

    def test_an_indicator_that_is_not_there_assigns_none(self):
        cast = a_cast()
        unit = a_unit(cast.institution)
        page = press(cast, "assign", Role.SECRETARY, self.a_form(cast, ("1", "99"), unit))
        assert page.status_code == 422
        assert not cast.assessment.answers.filter(unit=unit).exists()

    def test_a_day_after_the_evaluations_own_is_refused(self):
        cast = a_cast()
        page = press(cast, "assign", Role.SECRETARY, self.a_form(cast, due="2199-01-01"))
        assert page.status_code == 422
        assert "Tenggat indikator paling lambat" in text(page)

    def test_once_submitted_nothing_is_assigned(self):
        cast = a_cast("internal_review")
        unit = a_unit(cast.institution)
        press(cast, "assign", Role.SECRETARY, self.a_form(cast, unit=unit))
        assert not cast.assessment.answers.filter(unit=unit).exists()


class TestSendingBack:
    @pytest.mark.parametrize(("role", "may"), doers({Role.INTERNAL_ASSESSOR}))
    def test_who_reviews_sends_back_and_nobody_else(self, role, may):
        cast = a_cast("internal_review")
        press(cast, "send_back", role, SENT_BACK)
        assert (state_of(cast) == "self_assessment") is may
        ready = cast.assessment.answers.filter(is_complete=True).values_list("number", flat=True)
        assert list(ready) == ([2] if may else [1, 2, 3])

    @pytest.mark.parametrize("lacks", SENT_BACK)
    def test_without_note_or_indicator_nothing_goes_back(self, lacks):
        cast = a_cast("internal_review")
        page = press(cast, "send_back", Role.INTERNAL_ASSESSOR, SENT_BACK | {lacks: ""})
        assert page.status_code == 422
        assert state_of(cast) == "internal_review"

    def test_what_was_reviewed_below_its_claim_is_proposed(self):
        cast = a_cast("internal_review", levels=3)
        cast.assessment.answers.filter(number=2).update(reviewed_level=1)
        user = cast.person(Role.INTERNAL_ASSESSOR)
        body = browser(user).get(address("process", cast.assessment)).content.decode()
        (ticked,) = re.findall(r"<input[^>]* checked[^>]*>", body)
        assert 'value="2"' in ticked


class TestOpening:
    def an_address(self, institution):
        return reverse("evaluation:open", args=[institution.region_code])

    @pytest.mark.parametrize(("role", "may"), doers({Role.SECRETARY}))
    def test_who_keeps_evaluations_opens_one_and_nobody_else(self, role, may):
        institution, instrument = an_institution(), a_small_instrument()
        client = browser(a_user(role, institution))
        form = {"year": "2026", "instrument": instrument.pk, "due_on": "2026-12-01"}
        answer = client.post(self.an_address(institution), form)
        assert institution.assessments.exists() is may
        if may:
            assert "/2026/proses/" in answer["Location"]
            assert client.get(answer["Location"]).status_code == 200

    def test_the_secretary_of_another_institution_opens_none(self):
        institution, instrument = an_institution(), a_small_instrument()
        stranger = browser(a_user(Role.SECRETARY, an_institution()))
        form = {"year": "2026", "instrument": instrument.pk}
        assert stranger.post(self.an_address(institution), form).status_code == 403
        assert stranger.get(self.an_address(institution)).status_code == 403
        assert not institution.assessments.exists()

    @pytest.mark.parametrize(
        "changes",
        [
            {"year": ""},
            {"year": "1999"},
            {"year": "dua ribu"},
            {"instrument": ""},
            {"instrument": "999999"},
            {"due_on": "2025-12-31"},
        ],
    )
    def test_what_is_wrong_is_said_at_its_field_and_the_rest_comes_back(self, changes):
        institution, instrument = an_institution(), a_small_instrument()
        form = {"year": "2026", "instrument": instrument.pk, "due_on": ""} | changes
        page = browser(a_user(Role.SECRETARY, institution)).post(self.an_address(institution), form)
        assert page.status_code == 422
        assert f'id="id_{next(iter(changes))}-error"' in page.content.decode().replace("_0", "")
        assert not institution.assessments.exists()

    def test_a_year_is_opened_once_by_an_instrument(self):
        institution, instrument = an_institution(), a_small_instrument()
        client = browser(a_user(Role.SECRETARY, institution))
        form = {"year": "2026", "instrument": instrument.pk}
        client.post(self.an_address(institution), form)
        again = client.post(self.an_address(institution), form)
        assert "Evaluasi tahun ini sudah dibuka." in text(again)
        assert institution.assessments.count() == 1

    def test_an_instrument_that_is_not_in_force_that_year_is_refused(self):
        institution = an_institution()
        instrument = a_small_instrument(in_force_from="2026-01-01")
        form = {"year": "2020", "instrument": instrument.pk}
        client = browser(a_user(Role.SECRETARY, institution))
        page = client.post(self.an_address(institution), form)
        assert "tidak berlaku pada tahun 2020" in text(page)
        assert not institution.assessments.exists()


class TestProgress:
    def test_each_unit_shows_what_is_ready_and_what_is_left(self):
        cast = a_cast()
        cast.assessment.answers.filter(number=1).update(is_complete=True, claimed_level=1)
        other = a_unit(cast.institution, "Dinas Lain")
        cast.assessment.answers.filter(number=3).update(unit=other)
        page = text(browser(cast.person(Role.LEADER)).get(address("progress", cast.assessment)))
        assert "1 dari 3 indikator siap diajukan" in page
        assert f"{cast.unit}: 1 dari 2" not in page  # that is the bar's label, not a text
        assert "1 dari 2" in page
        assert "0 dari 1" in page

    def test_a_bar_tells_its_share_to_who_cannot_see_it(self):
        cast = a_cast()
        body = browser(cast.person(Role.LEADER)).get(address("progress", cast.assessment))
        assert f'aria-label="{cast.unit}: 0 dari 3 indikator siap"' in body.content.decode()


class TestTrail:
    def test_what_happened_is_told_latest_first_page_by_page(self):
        cast = a_cast()
        user = cast.person(Role.SECRETARY)
        client = browser(user)
        for day in range(1, 29):
            client.post(address("set_due", cast.assessment), {"due_on": f"2026-11-{day:02}"})
        for day in range(1, 29):
            client.post(address("set_due", cast.assessment), {"due_on": f"2026-12-{day:02}"})
        url = address("trail", cast.assessment)
        first, second = text(client.get(url)), text(client.get(f"{url}?halaman=2"))
        assert first.index("28 Des 2026") < first.index("27 Des 2026")
        assert "membuka evaluasi" not in first
        assert "membuka evaluasi" in second
        assert client.get(f"{url}?halaman=999").status_code == 200
        assert client.get(f"{url}?halaman=abc").status_code == 200
