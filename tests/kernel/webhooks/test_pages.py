"""The pages of webhooks: who may, whose, a secret told once, the log, and again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from caruban.kernel.accounts.roles import GRANTS, Role
from caruban.kernel.events.models import Happening
from caruban.kernel.webhooks import actions, jobs
from caruban.kernel.webhooks.models import Delivery, Endpoint
from tests.factories import a_unit, a_user, an_institution

pytestmark = pytest.mark.django_db
ALLOWED = GRANTS["webhook.manage"].roles - {Role.SYSTEM}


@pytest.fixture
def browser(scene, client_of):
    return client_of(scene.operator)


@pytest.fixture
def colleague(client_of):
    """Give who integrates another institution."""
    return client_of(a_user("operator", an_institution()))


def addresses(endpoint, delivery):
    one = f"/webhook/{endpoint.pk}/"
    shown = [one, f"{one}ubah/", f"{one}hapus/", f"{one}kiriman/{delivery.pk}/"]
    posted = ["nyalakan/", "matikan/", "rahasia/", "coba/", "hapus/", "ulang-gagal/"]
    return shown, [one + end for end in posted] + [f"{one}kiriman/{delivery.pk}/ulang/"]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM, Role.CITIZEN}))
def test_only_who_integrates_an_institution_sees_its_webhooks(scene, client_of, role):
    browser = client_of(a_user(role, scene.institution))

    page = browser.get("/webhook/")

    assert page.status_code == (200 if role in ALLOWED else 403)
    assert ("Portal" in page.text) == (role in ALLOWED)
    assert ('href="/webhook/"' in browser.get("/kerja/").text) == (role in ALLOWED)


def test_a_colleague_of_another_institution_guesses_in_vain(scene, happen, colleague, receiver):
    happen()
    shown, posted = addresses(scene.endpoint, Delivery.objects.get())

    assert {colleague.get(one).status_code for one in shown} == {404}
    assert {colleague.post(one).status_code for one in [*posted, shown[1]]} == {404}
    assert "Portal" not in colleague.get("/webhook/").text
    assert Endpoint.objects.get().is_on
    assert Happening.objects.filter(name__startswith="webhook.").count() == 1, "it was added"


def test_a_message_is_found_under_its_own_endpoint_alone(scene, happen, browser, receiver):
    happen()
    one = Delivery.objects.get()
    other, _secret = actions.add(
        scene.institution, by=scene.operator, name="Lain", url=receiver.url, events=[]
    )

    assert browser.get(f"/webhook/{other.pk}/kiriman/{one.pk}/").status_code == 404
    assert browser.post(f"/webhook/{other.pk}/kiriman/{one.pk}/ulang/").status_code == 404


def test_who_integrates_from_a_unit_does_so_for_the_institution_and_no_unit(scene, client_of):
    unit = a_unit(scene.institution)
    browser = client_of(a_user("integrator", unit))

    assert browser.get(f"/webhook/{scene.endpoint.pk}/").status_code == 200
    form = browser.get("/webhook/baru/").text
    assert scene.institution.name in form
    assert f'<option value="{unit.pk}"' not in form


def given(scene, receiver, **other):
    return {
        "institution": scene.institution.pk,
        "name": "Gudang data",
        "url": receiver.url,
        "events": ["organisation.placed"],
        **other,
    }


def test_a_webhook_is_added_and_its_secret_told_once(scene, browser, receiver):
    page = browser.post("/webhook/baru/", given(scene, receiver), follow=True)

    endpoint = Endpoint.objects.get(name="Gudang data")
    assert endpoint.events == ["organisation.placed"]
    assert page.request["PATH_INFO"] == f"/webhook/{endpoint.pk}/"
    assert "whsec_" in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert "whsec_" not in browser.get(f"/webhook/{endpoint.pk}/").text
    assert "whsec_" not in str(dict(browser.session))


def test_a_webhook_for_anothers_institution_is_refused(scene, colleague, receiver):
    answer = colleague.post("/webhook/baru/", given(scene, receiver))

    assert answer.status_code == 422
    assert Endpoint.objects.count() == 1


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://169.254.169.254/latest/", "tidak diizinkan"),
        ("http://contoh.invalid/", "tidak ditemukan"),
        ("ftp://127.0.0.1/", "tidak diizinkan"),
        ("https://[::1/", "tidak diizinkan"),
    ],
)
def test_an_address_that_is_not_allowed_is_refused_in_words(scene, browser, receiver, url, said):
    page = browser.post("/webhook/baru/", given(scene, receiver, url=url))

    assert page.status_code == 422
    assert said in page.text
    assert "Gudang data" in page.text
    assert Endpoint.objects.count() == 1


def test_nothing_at_all_is_refused_in_words(scene, browser):
    for page in ("/webhook/baru/", f"/webhook/{scene.endpoint.pk}/ubah/"):
        assert browser.post(page).status_code == 422


def test_a_name_is_given_once(scene, browser, receiver):
    page = browser.post("/webhook/baru/", given(scene, receiver, name="Portal"))

    assert page.status_code == 422
    assert "sudah dipakai webhook lain" in page.text


def test_a_webhook_is_changed_and_a_stale_change_says_so(scene, browser, receiver):
    one = f"/webhook/{scene.endpoint.pk}/ubah/"
    version = scene.endpoint.version

    assert browser.post(one, given(scene, receiver, version=version)).status_code == 302
    late = browser.post(one, given(scene, receiver, name="Terlambat", version=version))
    assert late.status_code == 422
    assert scene.operator.name in late.text
    assert Endpoint.objects.get().name == "Gudang data"


def test_a_webhook_is_switched_off_and_on_and_removed(scene, browser):
    one = f"/webhook/{scene.endpoint.pk}/"

    assert "dimatikan" in browser.post(f"{one}matikan/", follow=True).text
    assert not Endpoint.objects.get().is_on
    assert "dinyalakan" in browser.post(f"{one}nyalakan/", follow=True).text
    assert Endpoint.objects.get().is_on
    assert "Hapus webhook" in browser.get(f"{one}hapus/").text
    assert "dihapus" in browser.post(f"{one}hapus/", follow=True).text
    assert not Endpoint.objects.exists()


def test_the_secret_is_renewed_and_told_once(scene, browser):
    one = f"/webhook/{scene.endpoint.pk}/"
    page = browser.post(f"{one}rahasia/", follow=True).text

    assert page.count("whsec_") == 1
    assert scene.secret not in page
    assert "ikut menandatangani" in page


def test_the_log_tells_each_try_and_sends_again(scene, happen, browser, receiver):
    receiver.how = b"HTTP/1.1 500 No\r\nContent-Length: 27\r\n\r\n<script>alert(1)</script>\r\n"
    happen()
    jobs.deliver(timestamp=0)
    Delivery.objects.update(failed_at=timezone.now())
    one = Delivery.objects.get()
    log = f"/webhook/{scene.endpoint.pk}/"

    assert f"kiriman/{one.pk}/" in browser.get(f"{log}?kiriman=gagal").text
    assert f"kiriman/{one.pk}/" not in browser.get(f"{log}?kiriman=diterima").text
    page = browser.get(f"{log}kiriman/{one.pk}/").text
    assert one.key in page
    assert "ditolak penerima" in page
    assert "<script>alert" not in page
    receiver.how = b"HTTP/1.1 204 Ok\r\n\r\n"
    assert "diulang" in browser.post(f"{log}kiriman/{one.pk}/ulang/", follow=True).text
    jobs.deliver(timestamp=0)
    assert "diterima" in browser.get(f"{log}kiriman/{one.pk}/").text


def test_all_that_failed_since_a_day_is_sent_again_from_the_page(scene, happen, browser):
    happen()
    Delivery.objects.update(failed_at=timezone.now())
    one = f"/webhook/{scene.endpoint.pk}/ulang-gagal/"
    day = timezone.localdate()

    assert "Isi tanggal" in browser.post(one, {"sejak": "x"}, follow=True).text
    assert "Isi tanggal" in browser.post(one, {"sejak": "2026-13-45"}, follow=True).text
    later = (day + timedelta(days=1)).isoformat()
    assert "0 kiriman diulang" in browser.post(one, {"sejak": later}, follow=True).text
    assert "1 kiriman diulang" in browser.post(one, {"sejak": day.isoformat()}, follow=True).text


def test_a_trial_is_asked_for_on_the_page(scene, browser):
    page = browser.post(f"/webhook/{scene.endpoint.pk}/coba/", follow=True).text

    assert "webhook.trial" in page
    assert "Belum dicoba" in page
    Endpoint.objects.update(is_on=False)
    page = browser.post(f"/webhook/{scene.endpoint.pk}/coba/", follow=True).text
    assert "Nyalakan dahulu" in page


@pytest.mark.parametrize("query", ["halaman=x", "halaman=-1", "kiriman=x", "halaman=" + "9" * 30])
def test_a_made_up_address_shows_the_page(scene, browser, query):
    assert browser.get(f"/webhook/{scene.endpoint.pk}/?{query}").status_code == 200


def test_the_operators_page_tells_how_webhooks_are(scene, browser, happen, receiver):
    from caruban.kernel.webhooks.panels import webhooks

    assert webhooks().state == "good"
    receiver.how = b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
    happen()
    jobs.deliver(timestamp=0)
    assert webhooks().state == "warn"
