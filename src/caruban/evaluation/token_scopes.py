"""What a personal access token may be used for in the API of evaluation."""

from django.utils.translation import gettext_lazy as _

from caruban.evaluation.permissions import EvaluationPermission
from caruban.kernel.tokens.interface import scopes_for

scopes_for(_("Penilaian"), "assessment", reads=(EvaluationPermission.READ,))
scopes_for(
    _("Isian indikator"),
    "answer",
    writes=(EvaluationPermission.FILL,),
    implies=(EvaluationPermission.READ,),
)
