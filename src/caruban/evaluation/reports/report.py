"""The report of an evaluation as a PDF that anybody can verify."""

from datetime import date
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from caruban.evaluation.models import Assessment
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.reports.content import report_content, title_of
from caruban.kernel.access import require
from caruban.kernel.actors import Actor
from caruban.kernel.reports.actions import LANGUAGE, Printed, issue

TEMPLATE = Path(__file__).parent / "typst" / "assessment.typ"


def print_report(assessment: Assessment, *, by: Actor, on: date) -> Printed:
    """Print the report of an evaluation as it stands on a day.

    It tells claims and judgements, so it is for who may read the evaluation's inside. Raises
    PermissionDenied.
    """
    require(by, EvaluationPermission.READ, assessment)
    with translation.override(LANGUAGE):
        return issue(
            assessment.institution,
            by=by,
            title=title_of(assessment),
            subject=_("%(institution)s, menurut %(instrument)s")
            % {
                "institution": assessment.institution,
                "instrument": assessment.instrument.source,
            },
            template=TEMPLATE,
            content=report_content(assessment, by=by, on=on),
        )
