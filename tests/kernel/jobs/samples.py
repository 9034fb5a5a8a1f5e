"""What jobs that are no periodic ones are run with, to be run twice; why some need not bear it."""

from caruban.kernel.events.models import Happening
from caruban.kernel.jobs import JOBS
from tests.factories import a_unit, a_user, an_institution

FOLLOW = "caruban.kernel.events.jobs.follow"
TRIAL_MAIL = "caruban.kernel.operations.jobs.trial_mail"


def _a_happening():
    a_unit(an_institution())
    return {"happening": Happening.objects.latest("id").pk}


SAMPLES = {
    FOLLOW: _a_happening,
    TRIAL_MAIL: lambda: {"user": a_user().pk},
}
TWICE = {  # jobs that may do something the second time, and why that is right
    TRIAL_MAIL: "a mail that somebody asked for to see whether it comes: two are no harm",
}


def sample_of(name):
    """Give what a job is run with. Fails for a job that nobody thought of."""
    if name in SAMPLES:
        return SAMPLES[name]()
    assert name in JOBS
    raise AssertionError(f"tests/kernel/jobs/samples.py lacks what {name} is run with")
