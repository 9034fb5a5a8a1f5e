"""Invitations: sent by who may, accepted once by who has the link, and telling nobody anything."""

import re
import threading
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import mail, signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from caruban.kernel.accounts.actions import deactivate, end
from caruban.kernel.accounts.models import Membership, SignIn, User
from caruban.kernel.errors import Refused
from caruban.kernel.events.models import Happening
from caruban.kernel.history.models import Change
from caruban.kernel.invitations import jobs, links
from caruban.kernel.invitations.actions import accept, invite, resend, withdraw
from caruban.kernel.invitations.models import Invitation
from tests.factories import a_unit, a_user, an_institution, system

pytestmark = pytest.mark.django_db

ADDRESS = "sri@contoh.test"
PASSWORD = "gula batu dalam teh tawar"
NEW = {"name": "Sri Wahyuni", "password1": PASSWORD, "password2": PASSWORD, "agreed": "on"}
SPENT = "tidak berlaku lagi"


@pytest.fixture(autouse=True)
def _a_mail_server(settings):
    settings.CAN_MAIL = True


@pytest.fixture
def institution():
    return an_institution()


@pytest.fixture
def operator(institution):
    return a_user("operator", institution)


@pytest.fixture
def unit(institution):
    return a_unit(institution)


@pytest.fixture
def invitation(unit, operator):
    return invite(unit, by=operator, email=ADDRESS, role="officer")


def page_of(invitation):
    return f"/undangan/{links.key_of(invitation)}/"


def accepted(invitation, browser=None, **given):
    return (browser or Client()).post(page_of(invitation), {**NEW, **given})


def fresh(invitation):
    return Invitation.objects.get(pk=invitation.pk)


def test_the_name_of_a_unit_adds_no_headers_or_lines_of_its_own_to_the_mail(institution):
    name = "Dinas\r\nBcc: semua@contoh.test\n\nBuka https://jahat.test"
    unit, operator = a_unit(institution, name), a_user("operator", institution, name=name)

    sent = jobs.written(invite(unit, by=operator, email=ADDRESS, role="officer"))

    assert sent.message()["Bcc"] is None
    assert "Dinas Bcc: semua@contoh.test Buka" in sent.body
    assert not [one for one in sent.body.splitlines() if one.startswith(("Bcc", "Buka https:"))]


def test_a_mail_with_the_link_goes_out_once(invitation):
    assert jobs.post(invitation=invitation.pk, serial=1)
    assert not jobs.post(invitation=invitation.pk, serial=1)

    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    assert page_of(invitation) in sent.body
    assert fresh(invitation).sent_at


def test_the_job_waits_in_the_transaction_of_the_invitation(invitation):
    waiting = ProcrastinateJob.objects.get(task_name=jobs.post.name)

    assert waiting.args["invitation"] == invitation.pk


def test_an_address_that_the_server_refuses_is_told_to_the_operator(invitation, monkeypatch):
    from smtplib import SMTPRecipientsRefused

    from django.core.mail.backends.locmem import EmailBackend

    def refused(self, messages):
        raise SMTPRecipientsRefused({ADDRESS: (550, b"no such user")})

    monkeypatch.setattr(EmailBackend, "send_messages", refused)

    assert not jobs.post(invitation=invitation.pk, serial=1)
    assert fresh(invitation).is_refused


def test_who_is_invited_makes_the_account_and_is_in(invitation, unit, operator):
    browser = Client()
    page = browser.get(page_of(invitation)).content.decode()
    assert unit.name in page
    assert operator.name in page

    answer = accepted(invitation, browser)

    assert answer["Location"] == "/kerja/"
    user = User.objects.get(email=ADDRESS)
    assert (user.name, [*user.roles]) == ("Sri Wahyuni", ["officer"])
    assert user.check_password(PASSWORD)
    assert int(browser.session[SESSION_KEY]) == user.pk
    assert SignIn.objects.get(user=user).how == "link"
    assert fresh(invitation).accepted_by == user
    told = Happening.objects.filter(name__in=["invitation.accepted", "membership.granted"])
    assert {(one.name, one.actor_id) for one in told.exclude(actor_id=system().pk)} == {
        ("membership.granted", operator.pk),
        ("invitation.accepted", user.pk),
    }


def test_the_link_is_good_once(invitation):
    accepted(invitation)

    again = accepted(invitation, name="Orang lain")

    assert again.status_code == 404
    assert SPENT in again.content.decode()
    assert User.objects.get(email=ADDRESS).name == "Sri Wahyuni"


def test_an_expired_link_opens_nothing(invitation):
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())

    assert accepted(invitation).status_code == 404
    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_withdrawn_link_opens_nothing(invitation, operator):
    withdraw(invitation, by=operator)

    assert accepted(invitation).status_code == 404


def test_a_link_sent_anew_makes_the_former_worthless(invitation, operator):
    old = page_of(invitation)

    new = resend(invitation, by=operator)

    assert Client().get(old).status_code == 404
    assert Client().get(page_of(new)).status_code == 200
    assert not jobs.post(invitation=invitation.pk, serial=1)


def test_an_invitation_is_not_sent_again_and_again(invitation, operator):
    jobs.post(invitation=invitation.pk, serial=1)

    with pytest.raises(Refused, match="baru saja"):
        resend(invitation, by=operator)


def test_a_link_that_nobody_signed_opens_nothing(invitation):
    offer = [invitation.pk, 1]
    forged = signing.Signer(key="tebakan", salt=links.SALT, sep=".").sign_object(offer)
    of_another_use = signing.Signer(salt="lain", sep=".").sign_object(offer)

    for key in (forged, of_another_use, "x", links.key_of(invitation)[:-1]):
        assert Client().get(f"/undangan/{key}/").status_code == 404


def test_a_link_outlives_a_change_of_the_secret_key(invitation, settings):
    page = page_of(invitation)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-" * 5

    assert Client().get(page).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"agreed": ""}, "Setujui ketentuannya dahulu."),
        ({"password2": "lain sama sekali"}, "tidak sama"),
        ({"password1": "sri", "password2": "sri"}, "12"),
        ({"name": ""}, "field invalid"),
    ],
)
def test_nothing_is_made_of_a_form_that_is_not_right(invitation, wrong, said):
    answer = accepted(invitation, **wrong)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not User.objects.filter(email=ADDRESS).exists()
    assert fresh(invitation).is_open(timezone.now())


def test_who_has_an_account_signs_in_and_takes_the_role(invitation, client_of):
    owner = User.objects.create_user("Sri@Contoh.test", PASSWORD, name="Sri")
    page = Client().get(page_of(invitation)).content.decode()
    assert "Anda sudah punya akun" in page
    assert 'type="password"' not in page
    guest = accepted(invitation)
    assert guest.status_code == 200
    assert not owner.memberships.exists()

    answer = client_of(owner).post(page_of(invitation), {"agreed": "on"})

    assert answer["Location"] == "/kerja/"
    assert owner.memberships.get().role == "officer"


def test_somebody_else_who_is_signed_in_takes_nothing(invitation, client_of):
    stranger = a_user("leader", an_institution())

    answer = client_of(stranger).post(page_of(invitation), NEW)

    assert answer.status_code == 200
    assert "untuk alamat lain" in answer.content.decode()
    assert not User.objects.filter(email=ADDRESS).exists()
    User.objects.create_user(ADDRESS, PASSWORD, name="Sri")
    with pytest.raises(Refused):
        accept(invitation, by=stranger, now=timezone.now())


def test_a_closed_account_is_not_opened_by_an_invitation(invitation, client_of):
    owner = User.objects.create_user(ADDRESS, PASSWORD, name="Sri")
    User.objects.filter(pk=owner.pk).update(is_active=False)

    page = accepted(invitation)

    assert "tidak aktif" in page.content.decode()
    assert not owner.memberships.exists()


def test_the_machine_takes_no_role_by_mail(unit, operator):
    machine = system()
    invitation = invite(unit, by=operator, email=machine.email, role="officer")

    assert accepted(invitation).status_code != 302
    assert not Membership.objects.filter(user=machine).exists()


def test_what_an_operator_who_left_has_sent_opens_nothing(invitation, operator):
    deactivate(operator, by=system(), why="pindah")

    assert accepted(invitation).status_code == 404
    assert not User.objects.filter(email=ADDRESS).exists()


def test_another_operator_answers_for_it_by_sending_it_anew(invitation, operator, institution):
    end(operator.memberships.get(), by=system(), on=timezone.localdate())
    assert Client().get(page_of(invitation)).status_code == 404

    new = resend(invitation, by=a_user("operator", institution))

    assert accepted(new)["Location"] == "/kerja/"


def test_whether_an_address_is_known_is_told_to_nobody(unit, operator, client_of):
    User.objects.create_user("ada@contoh.test", PASSWORD, name="Ada")
    browser = client_of(operator)

    def answer_for(email):
        given = {"email": email, "organisation": unit.pk, "role": "officer"}
        with connection.execute_wrapper(_counted := Counted()):
            sent = browser.post("/data/undangan/baru/", given, follow=True)
        page = re.sub(r"[\w-]+@contoh\.test", "@", sent.content.decode())
        page = re.sub(r"nonce-\S+|\d+|value=\"[^\"]{20,}\"", "", page)
        return sent.status_code, page, _counted.many

    answer_for("pertama@contoh.test")  # fills what is kept between requests
    known, unknown = answer_for("ada@contoh.test"), answer_for("tak-ada@contoh.test")

    assert known == unknown
    assert Invitation.objects.filter(email__endswith="ada@contoh.test").count() == 2


class Counted:
    def __init__(self):
        self.many = 0

    def __call__(self, execute, sql, params, many, context):
        self.many += 1
        return execute(sql, params, many, context)


@pytest.mark.parametrize("role", ["officer", "unit_head", "secretary", "auditor", "leader"])
def test_other_roles_invite_nobody(role, institution, unit):
    with pytest.raises(PermissionDenied):
        invite(unit, by=a_user(role, institution), email=ADDRESS, role="officer")


def test_an_operator_of_elsewhere_invites_nobody_here(unit, invitation):
    stranger = a_user("operator", an_institution())

    for verb in (resend, withdraw):
        with pytest.raises(PermissionDenied):
            verb(invitation, by=stranger)
    with pytest.raises(PermissionDenied):
        invite(unit, by=stranger, email="lain@contoh.test", role="officer")


def test_the_same_invitation_waits_once(invitation, unit, operator):
    with pytest.raises(ValidationError, match="masih menunggu"):
        invite(unit, by=operator, email=ADDRESS.upper(), role="officer")


def test_nobody_invites_themselves_or_to_what_nobody_is_given(unit, operator):
    with pytest.raises(Refused, match="diri sendiri"):
        invite(unit, by=operator, email=operator.email.upper(), role="officer")
    with pytest.raises(ValidationError):
        invite(unit, by=operator, email=ADDRESS, role="system")


def test_a_role_has_the_period_that_was_offered(unit, operator):
    begin = timezone.localdate() + timedelta(days=5)
    until = begin + timedelta(days=30)
    invitation = invite(
        unit, by=operator, email=ADDRESS, role="officer", valid_from=begin, valid_to=until
    )

    accepted(invitation)

    membership = User.objects.get(email=ADDRESS).memberships.get()
    assert (membership.valid_from, membership.valid_to) == (begin, until)


def test_nobody_who_reads_the_database_finds_a_link(invitation):
    kept = str(
        Change.objects.filter(table="invitations_invitation").values_list("after", flat=True)
    )

    assert links.key_of(invitation) not in kept


@pytest.mark.django_db(transaction=True)
def test_two_clicks_make_one_account_and_one_role(invitation):
    start, answers = threading.Barrier(2), []

    def click():
        start.wait()
        try:
            answers.append(accepted(invitation).status_code)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _one in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()

    assert answers.count(302) == 1
    assert User.objects.get(email=ADDRESS).memberships.count() == 1
