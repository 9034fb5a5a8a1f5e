"""What a script is told about a save; the contract stands in `views.answers`."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from caruban.evaluation.forms.answer import AnswerForm
from caruban.evaluation.models import Answer
from caruban.evaluation.queries.claims import lacks
from caruban.evaluation.views.shapes.conflict import conflict_of
from caruban.kernel.errors import Stale
from caruban.kernel.web.answers import block_of
from caruban.kernel.web.formats import clock
from caruban.kernel.web.pages import jinja


def saved(answer: Answer) -> dict[str, Any]:
    """Tell that an answer is saved, and whether it can be called ready."""
    return {
        "version": answer.version,
        "saved_at": answer.updated_at.isoformat(),
        "message": _("Tersimpan pukul %(time)s") % {"time": clock(answer.updated_at)},
        "level": answer.claimed_level,
        "is_complete": answer.is_complete,
        "readiness": readiness(answer),
    }


def readiness(answer: Answer) -> str:
    """Say whether an answer is ready, can be called so, or what it lacks."""
    if answer.is_complete:
        return _("Ditandai siap diajukan.")
    missing = lacks(answer)
    if missing:
        return _("Sebelum siap diajukan masih kurang: %(missing)s.") % {
            "missing": "; ".join(missing)
        }
    return _("Tidak ada yang kurang; jawaban ini dapat ditandai siap diajukan.")


def refused(
    request: HttpRequest, form: AnswerForm, answer: Answer, stale: Stale | None, *, back: str
) -> dict[str, Any]:
    """Tell that nothing, or not all, was saved, and why.

    back   address of the indicator's page, for who takes what is stored
    """
    errors = {name: [str(one) for one in told] for name, told in form.errors.items()}
    sentences = [one for told in errors.values() for one in told]
    told = {"version": answer.version, "message": " ".join(sentences)}
    if stale is None:
        return {"refusal": "invalid", **told, "errors": errors}
    page = jinja().get_template("evaluation/parts/conflict.html")
    context = {"conflict": conflict_of(form, answer, stale), "back": back}
    return {"refusal": "stale", **told, "html": block_of(page, "conflict", context, request)}
