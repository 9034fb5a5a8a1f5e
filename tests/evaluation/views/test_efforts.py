"""What steps take: the house's estimates, changed by who plans."""

import pytest

from caruban.evaluation.models import Effort
from tests.evaluation.views.reading import page, rows, text

LEVELS = range(1, 6)
SENT = {f"hari-{n}": str(n * 10) for n in LEVELS} | {f"biaya-{n}": f"{n}.000.000" for n in LEVELS}


def test_estimates_are_told_as_ours(leader, result):
    response = leader.get(page("efforts", result))

    assert "Angka bawaan adalah perkiraan kami, bukan bagian peraturan." in text(response)
    assert any(one.startswith("12. Peta Rencana SPBE 5 hari Rp0") for one in rows(response))


def test_who_plans_sets_them_and_they_are_marked(secretary, leader, result):
    response = secretary.post(page("effort", result, number=12), SENT, follow=True)

    assert "Upaya indikator 12 disimpan." in text(response)
    (row,) = (one for one in rows(leader.get(page("efforts", result))) if one.startswith("12."))
    assert "30 hari Rp3.000.000 sendiri" in row


def test_going_back_to_the_estimates_takes_ones_own_away(secretary, result):
    secretary.post(page("effort", result, number=12), SENT)

    secretary.post(page("reset_efforts", result))

    assert not Effort.objects.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"hari-3": ""}, "Isi hari kerja, boleh 0."),
        ({"hari-3": "-1"}, "Isi nol atau lebih."),
        ({"hari-3": "9" * 40}, "Isi paling banyak 100.000 hari kerja."),
        ({"biaya-3": ""}, "Isi rupiah, boleh 0."),
        ({"biaya-3": "-1"}, "Isi nol atau lebih."),
        ({"biaya-3": "NaN"}, "Isi rupiah sebagai bilangan bulat"),
        ({"biaya-3": "1,5"}, "Isi rupiah sebagai bilangan bulat"),
    ],
)
def test_what_is_no_effort_gets_a_sentence_and_nothing_is_kept(secretary, result, given, sentence):
    response = secretary.post(page("effort", result, number=12), {**SENT, **given})

    assert response.status_code == 422
    assert sentence in text(response)
    assert 'value="40"' in response.content.decode()
    assert not Effort.objects.exists()


def test_who_only_reads_changes_nothing(leader, outsider, guest, result):
    people = (leader, outsider, guest)

    sent = [one.post(page("effort", result, number=12), SENT).status_code for one in people]
    reset = [one.post(page("reset_efforts", result)).status_code for one in people]

    assert sent == reset == [403, 403, 302]
    assert not Effort.objects.exists()


def test_outside_nobody_reads_what_steps_take(outsider, guest, leader, result):
    assert outsider.get(page("efforts", result)).status_code == 403
    assert guest.get(page("efforts", result)).status_code == 302
    assert leader.get(page("effort", result, number=12)).status_code == 403
    assert outsider.get(page("effort", result, number=12)).status_code == 403


def test_an_indicator_that_is_none_is_not_found(secretary, result):
    assert secretary.get(page("effort", result, number=99)).status_code == 404
