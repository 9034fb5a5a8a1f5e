"""Proofs follow events: what a module declared in `after` is computed again by the worker."""

from django.utils.translation import gettext_lazy as _

from caruban.kernel.accounts.models import User
from caruban.kernel.events.following import Follower
from caruban.kernel.events.models import Happening
from caruban.kernel.events.stream import on
from caruban.kernel.jobs import job
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.proofs.actions import recompute, recompute_all
from caruban.kernel.proofs.interface import PROVERS, Proving


def follow_events() -> None:
    """Have each declared prover follow its events; called once, when every module is loaded."""
    for proving in PROVERS.values():
        on(*proving.after)(_follower(proving))


def _follower(proving: Proving) -> Follower:
    def follower(happening: Happening) -> None:
        institution = institution_of(happening.organisation_path)
        if institution is not None:
            recompute(
                institution,
                by=User.objects.system(),
                instrument=proving.instrument,
                number=proving.number,
            )

    return follower


def institution_of(path: str) -> Organisation | None:
    """Give the institution at the root of a path."""
    root = path.split(".", 1)[0]
    return Organisation.objects.filter(pk=int(root)).first() if root else None


@job(every="10 18 * * *", queue="proofs", title=_("Menghitung ulang bukti"))
def recompute_nightly(timestamp: int) -> None:
    """Ask every prover again each night (01.10 WIB): some answers change with the calendar."""
    system = User.objects.system()
    for institution in Organisation.objects.filter(parent=None):
        recompute_all(institution, by=system)
