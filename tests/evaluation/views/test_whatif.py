"""What if levels moved: without JavaScript, by address, for everybody on a result."""

from html import unescape

import pytest

from tests.evaluation.factories import an_assessment, pemdi
from tests.evaluation.views.reading import page, rows, text


def test_without_moves_nothing_changes(guest, result):
    words = text(guest.get(page("whatif", result)))

    assert "Kini 1,91 Cukup Andai 1,91 Cukup" in words
    assert "Belum ada tingkat yang diubah." in words


def test_an_address_with_moves_shows_index_aspects_and_gains(guest, result):
    response = guest.get(page("whatif", result), {"i12": "3", "i14": "2"})

    assert "Kini 1,91 Cukup Andai 1,99 Cukup +0,08" in text(response)
    found = rows(response)
    assert "12. Peta Rencana SPBE 1 ke 3 +0,050" in found
    assert "14. Inovasi Proses Bisnis SPBE 1 ke 2 +0,025" in found
    assert "Perencanaan Strategis SPBE 2,00 2,75 +0,75" in found


def test_the_form_answers_with_an_address_of_what_moved_alone(guest, result):
    standing = dict(result.answers.values_list("number", "final_level"))
    sent = {f"i{number}": level for number, level in standing.items()} | {"i12": 3}

    response = guest.get(page("whatif", result), sent)

    assert response.status_code == 302
    assert response.url == f"{page('whatif', result)}?i12=3"


def test_levels_may_fall(guest, result):
    words = text(guest.get(page("whatif", result), {"i32": "1"}))

    assert "Andai 1,86 Cukup −0,05" in words


def test_all_at_the_top_is_the_best_predicate(guest, result):
    levels = {f"i{number}": 5 for number in range(1, 48)}

    assert "Andai 5,00 Memuaskan" in text(guest.get(page("whatif", result), levels))


@pytest.mark.parametrize("level", ["9", "0", "-1", "abc", "3.5", "NaN", "9" * 400])
def test_what_is_no_level_gets_a_sentence_and_the_rest_is_computed(guest, result, level):
    words = text(guest.get(page("whatif", result), {"i12": level, "i14": "2"}))

    assert "Pilih tingkat 1 sampai 5." in words
    assert "Andai 1,94" in words


def test_htmx_gets_the_outcome_alone_and_the_address_to_show(guest, result):
    response = guest.get(
        page("whatif", result), {"i12": "3", "i13": "3"}, headers={"HX-Request": "true"}
    )

    assert "<html" not in response.content.decode()
    assert "Andai 1,96" in text(response)
    assert response["HX-Replace-Url"] == f"{page('whatif', result)}?i12=3"


def test_only_who_may_plan_or_set_targets_is_led_there(guest, leader, secretary, result):
    address, moves = page("whatif", result), {"i12": "3"}

    for browser, path, target in (
        (guest, False, False),
        (leader, True, False),
        (secretary, True, True),
    ):
        words = text(browser.get(address, moves))
        assert ("Cari jalur termurah" in words) is path
        assert ("Jadikan target" in words) is target


def test_the_form_of_targets_is_filled_with_what_was_tried(secretary, targets):
    html = secretary.get(page("whatif", targets), {"i12": "3"}).content.decode()
    links = [unescape(part.split('"')[0]) for part in html.split('href="')]
    (link,) = (one for one in links if "/target/2024/?" in one)

    form = secretary.get(link).content.decode()

    assert 'value="1,96"' in form
    assert 'value="2,50"' in form


def test_values_inside_a_band_stand_as_they_are_until_moved(guest, db):
    final = an_assessment(instrument=pemdi(), year=2026, state="final", levels=2)

    words = text(guest.get(page("whatif", final)))

    assert "Kini 2,50 Baik Andai 2,50 Baik" in words


def test_an_evaluation_under_way_is_not_there_for_others(guest, outsider, cirebon):
    running = an_assessment(cirebon, year=2026)

    assert guest.get(page("whatif", running)).status_code == 404
    assert outsider.get(page("whatif", running)).status_code == 404
