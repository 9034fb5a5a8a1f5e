"""Where the document disagrees with itself."""

from decimal import Decimal

from caruban.evaluation.actions.notes import Remark, keep_notes
from tests.evaluation.views.reading import HOSTILE, page, rows, text
from tests.factories import system


def test_everybody_reads_place_printed_computed_and_what_it_means(guest, result):
    remark = Remark(
        where="Tabel 3.1", printed="2,12", says="Terhitung lain.", computed=Decimal("2.114066")
    )
    keep_notes(result.institution, by=system(), source="Peta Rencana", remarks=[remark])

    found = rows(guest.get(page("notes", result)))

    assert "Tabel 3.1 2,12 2,1141 Terhitung lain." in found


def test_what_is_not_computed_has_a_dash(guest, result):
    remark = Remark(where="BAB VI", printed="2021", says="Judul lain.", computed=None)
    keep_notes(result.institution, by=system(), source="Peta Rencana", remarks=[remark])

    assert "BAB VI 2021 – Judul lain." in rows(guest.get(page("notes", result)))


def test_without_notes_the_page_says_so(guest, result):
    assert "Tidak ada catatan" in text(guest.get(page("notes", result)))


def test_hostile_text_is_shown_not_run(guest, result):
    remark = Remark(where=HOSTILE, printed=HOSTILE, says=HOSTILE, computed=None)
    keep_notes(result.institution, by=system(), source=HOSTILE, remarks=[remark])

    assert HOSTILE not in guest.get(page("notes", result)).content.decode()
