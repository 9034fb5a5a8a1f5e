"""The bridge from 47 indicators to 20."""

from django.utils import timezone

from caruban.kernel.proofs.models import Proof
from tests.evaluation.factories import a_small_instrument, pemdi
from tests.evaluation.views.reading import rows, text

PAGE = "/evaluasi/32.09/jembatan/"


def _crossing(response, name):
    return next(one for one in rows(response) if one.startswith(name))


def test_each_new_indicator_shows_the_old_levels_that_serve_it(guest, result):
    pemdi()

    response = guest.get(f"{PAGE}permenpanrb-8-2026/")

    row = _crossing(response, "5. Tingkat Kematangan Tata Kelola Data")
    assert "Tingkat terakhir 2 3. Kebijakan Internal Manajemen Data Tingkat" in row
    assert "Tidak ada tabel konversi resmi" in text(response)


def test_our_own_guesses_are_marked(guest, result):
    pemdi()

    row = _crossing(guest.get(f"{PAGE}permenpanrb-8-2026/"), "5. Tingkat Kematangan")

    assert "43. Layanan Data Terbuka dugaan kami" in row


def test_proofs_are_shown_to_their_own_people_only(guest, secretary, result):
    pemdi()
    Proof.objects.create(
        institution=result.institution,
        instrument=result.instrument.code,
        number=3,
        level=4,
        conditions=[],
        since=timezone.now(),
    )
    address = f"{PAGE}permenpanrb-8-2026/"

    assert "Tingkat terbukti 4" in _crossing(secretary.get(address), "5. Tingkat Kematangan")
    assert "Tingkat terbukti" not in text(guest.get(address))


def test_an_instrument_that_replaces_none_has_no_bridge(guest, cirebon):
    a_small_instrument()

    assert "Tidak ada jembatan" in text(guest.get(f"{PAGE}kecil/"))


def test_unknown_places_are_not_found(guest, result):
    assert guest.get(f"{PAGE}tidak-ada/").status_code == 404
    assert guest.get("/evaluasi/99.99/jembatan/permenpanrb-59-2020/").status_code == 404
