"""What jobs that are no periodic ones are run with, to be run twice; why some need not bear it."""

from django.utils import timezone

from caruban.kernel.accounts.roles import Role
from caruban.kernel.events.models import Happening
from caruban.kernel.invitations.registers import InvitationRegister
from caruban.kernel.jobs import JOBS
from caruban.kernel.registers.bulk.orders import Order, Selection
from caruban.kernel.registers.runs.actions import begin
from caruban.kernel.registers.runs.models import Run
from tests.contracts.registers.samples import a_record
from tests.factories import a_unit, a_user, an_institution
from tests.toys.factories import a_toy
from tests.toys.registers import ToyRegister

FOLLOW = "caruban.kernel.events.jobs.follow"
TRIAL_MAIL = "caruban.kernel.operations.jobs.trial_mail"
TELL = "caruban.kernel.accounts.jobs.tell"
INVITE = "caruban.kernel.invitations.jobs.post"
RUN = "caruban.kernel.registers.runs.jobs.work"


def _a_happening():
    a_unit(an_institution())
    return {"happening": Happening.objects.latest("id").pk}


def _a_warning():
    at = timezone.now().isoformat()
    return {"user": a_user().pk, "what": "linked", "who": "x", "to": "a@contoh.test", "at": at}


def _an_invitation():
    invitation = a_record(InvitationRegister, at=a_unit(an_institution()))
    return {"invitation": invitation.pk, "serial": invitation.serial}


def _a_run():
    unit = a_unit(an_institution())
    order = Order("remove", selection=Selection((a_toy(unit).pk,), False, ""))
    run, _is_new = begin(
        ToyRegister,
        Run.Kind.REMOVE,
        by=a_user(Role.SECRETARY, unit.institution),
        state=Run.State.CHECKING,
        asked=order.kept(),
    )
    return {"run": run.pk}


SAMPLES = {
    TELL: _a_warning,
    INVITE: _an_invitation,
    RUN: _a_run,
    FOLLOW: _a_happening,
    TRIAL_MAIL: lambda: {"user": a_user().pk},
}
TWICE = {  # jobs that may do something the second time, and why that is right
    TELL: "told twice of the same moment, an owner is warned; told not at all, they are not",
    TRIAL_MAIL: "a mail that somebody asked for to see whether it comes: two are no harm",
}


def sample_of(name):
    """Give what a job is run with. Fails for a job that nobody thought of."""
    if name in SAMPLES:
        return SAMPLES[name]()
    assert name in JOBS
    raise AssertionError(f"tests/kernel/jobs/samples.py lacks what {name} is run with")
