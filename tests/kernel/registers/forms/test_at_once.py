"""Two editors, two clicks, a kept draft and a save: each on a connection of its own."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from caruban.kernel.events.models import Happening
from caruban.kernel.registers.forms.models import Draft
from tests.kernel.registers.forms.filling import NEW, edit_of, filled, opened
from tests.toys.factories import a_toy
from tests.toys.models import Part, Toy

pytestmark = pytest.mark.django_db(transaction=True)


def together(*posts):
    """Send forms at the same moment; give the answers in order."""
    gate, answers = Barrier(len(posts)), [None] * len(posts)

    def one(at, browser, url, sent):
        gate.wait()
        try:
            answers[at] = browser.post(url, sent)
        finally:
            connection.close()

    threads = [Thread(target=one, args=(at, *post)) for at, post in enumerate(posts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_eight_clicks_enter_one_record(client_of, officer):
    browsers = [client_of(officer) for _one in range(8)]
    sent = opened(browsers[0], code="K-1", name="Kuda")

    answers = together(*((one, NEW, sent) for one in browsers))

    toy = Toy.objects.get()
    assert {one.status_code for one in answers} == {302}
    assert {one["Location"] for one in answers} == {f"/data/mainan/{toy.pk}/"}
    assert Happening.objects.filter(name="record.created").count() == 1


@pytest.mark.parametrize("_turn", range(5))
def test_of_two_editors_at_once_one_saves_and_the_other_is_shown_both(ani, budi, unit, _turn):
    toy = a_toy(unit, name="Kuda", story="")
    url = edit_of(toy)
    forms = opened(ani, url, name="Kuda Ani"), opened(budi, url, story="Cerita Budi")

    answers = together((ani, url, forms[0]), (budi, url, forms[1]))

    assert sorted(one.status_code for one in answers) == [302, 422]
    at = 0 if answers[0].status_code == 422 else 1
    loser = (ani, budi)[at]
    assert loser.post(url, filled(answers[at])).status_code == 302
    toy.refresh_from_db()
    assert (toy.name, toy.story, toy.version) == ("Kuda Ani", "Cerita Budi", 3)


@pytest.mark.parametrize("_turn", range(3))
def test_of_two_who_write_the_same_field_at_once_neither_is_lost(ani, budi, unit, _turn):
    toy = a_toy(unit, name="Kuda")
    url = edit_of(toy)
    forms = opened(ani, url, name="Kuda Ani"), opened(budi, url, name="Kuda Budi")

    answers = together((ani, url, forms[0]), (budi, url, forms[1]))

    assert sorted(one.status_code for one in answers) == [302, 422]
    shown = next(one.text for one in answers if one.status_code == 422)
    assert "Kuda Ani" in shown
    assert "Kuda Budi" in shown


def test_two_who_change_only_rows_at_once_are_told_as_well(ani, budi, unit):
    toy = a_toy(unit)
    Part.objects.create(toy=toy, name="roda", place=1)
    url = edit_of(toy)
    forms = (opened(one, url, parts__0__name=name) for one, name in ((ani, "a"), (budi, "b")))

    answers = together(*((one, url, sent) for one, sent in zip((ani, budi), forms, strict=True)))

    assert sorted(one.status_code for one in answers) == [302, 422]


def test_a_draft_that_comes_with_the_save_is_not_left_behind(client_of, officer):
    for turn in range(5):
        browsers = [client_of(officer) for _one in range(2)]
        sent = opened(browsers[0], code=f"K-{turn}", name="Kuda")

        together((browsers[0], NEW, sent), (_Script(browsers[1]), f"{NEW}draf/", sent))

    assert Toy.objects.count() == 5
    assert not Draft.objects.exists()


class _Script:
    """Posts as forms.js does."""

    def __init__(self, browser):
        self.browser = browser

    def post(self, url, sent):
        return self.browser.post(url, sent, headers={"HX-Request": "true"})
