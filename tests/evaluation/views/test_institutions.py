"""Which institutions have an index, and the way to the latest."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.evaluation.factories import a_final_result, an_assessment
from tests.evaluation.views.reading import HOSTILE, page, rows, text
from tests.factories import an_institution

LIST = "/evaluasi/"


def test_everybody_sees_finished_years_with_index_and_instrument(guest, result):
    found = rows(guest.get(LIST))

    assert any(one.startswith("2021 1,91 Cukup PermenPANRB 59/2020") for one in found)


def test_years_under_way_are_shown_to_their_own_people_only(guest, secretary, cirebon):
    an_assessment(cirebon, year=2026, levels=2)

    assert "Belum ada indeks yang terbit" in text(guest.get(LIST))
    assert any("2026 2,00" in one for one in rows(secretary.get(LIST)))


def test_an_institution_leads_to_its_latest_visible_year(guest, secretary, result):
    running = an_assessment(result.institution, year=2026)

    assert guest.get("/evaluasi/32.09/").url == page("index", result)
    assert secretary.get("/evaluasi/32.09/").url == page("index", running)


def test_an_institution_without_evaluation_says_so_and_what_to_do(guest, secretary, cirebon):
    assert "Belum ada indeks" in text(guest.get("/evaluasi/32.09/"))
    assert "Buka evaluasi" in text(secretary.get("/evaluasi/32.09/"))
    assert "Buka evaluasi" not in text(guest.get("/evaluasi/32.09/"))


def test_an_unknown_region_is_not_found(guest, cirebon):
    assert guest.get("/evaluasi/99.99/").status_code == 404


def test_many_institutions_come_in_pages(guest, db):
    from tests.evaluation.factories import a_small_instrument

    small = a_small_instrument()
    for number in range(26):
        a_final_result(an_institution(f"Kabupaten {number:02}"), instrument=small)

    first, second = guest.get(LIST), guest.get(LIST, {"halaman": "2"})

    assert "Kabupaten 24" in text(first)
    assert "Kabupaten 25" not in text(first)
    assert "Kabupaten 25" in text(second)


def test_the_number_of_queries_does_not_grow_with_the_institutions(guest, result):
    counts = []
    for _round in range(2):
        guest.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            guest.get(LIST)
        counts.append(len(queries))
        a_final_result(an_institution(), instrument=result.instrument)

    assert counts[0] == counts[1]


def test_hostile_names_are_shown_not_run(guest, db):
    a_final_result(an_institution(HOSTILE))

    assert HOSTILE not in guest.get(LIST).content.decode()
