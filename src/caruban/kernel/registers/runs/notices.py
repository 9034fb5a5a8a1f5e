"""Tell whoever began a run, and left its page, that it is over or waits for their word."""

from django.utils.translation import gettext_lazy as _

from caruban.kernel.accounts.models import User
from caruban.kernel.events.models import Happening
from caruban.kernel.notices.interface import Mailing, notifies
from caruban.kernel.organisations.permissions import OrganisationPermission
from caruban.kernel.registers.runs.events import RunEnded
from caruban.kernel.registers.runs.models import Run


def _run(happening: Happening) -> Run | None:
    return Run.objects.filter(pk=happening.subject_id).select_related("by").first()


@notifies(
    RunEnded,
    kind="run.ended",
    title=_("Impor, ubah massal, atau ekspor selesai"),
    permission=OrganisationPermission.READ,  # everybody's: only its own reader is told at all
    record=_run,
    mailing=Mailing.NEVER,
)
def ended(happening: Happening) -> list[User]:
    """Tell whoever began it."""
    run = _run(happening)
    return [run.by] if run else []
