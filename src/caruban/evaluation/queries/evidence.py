"""Evidence of an answer, and documents that could become evidence."""

from django.db.models import QuerySet, prefetch_related_objects

from caruban.evaluation.models import Answer, Evidence
from caruban.evaluation.permissions import EvaluationPermission
from caruban.kernel.access import require, visible
from caruban.kernel.actors import Actor
from caruban.kernel.documents.models import Document
from caruban.kernel.documents.permissions import DocumentPermission


def evidence_of(answer: Answer, *, by: Actor) -> dict[int, list[Evidence]]:
    """Give an answer's evidence by level, documents with their versions and sizes at hand.

    Raises PermissionDenied for who may not read the answer.
    """
    require(by, EvaluationPermission.READ, answer)
    prefetch_related_objects(
        [answer], "evidence__document__versions__blob", "evidence__document__organisation"
    )
    found: dict[int, list[Evidence]] = {}
    for one in answer.evidence.all():
        found.setdefault(one.level, []).append(one)
    return found


def documents_to_take(answer: Answer, *, by: Actor) -> QuerySet[Document]:
    """Give the documents of an answer's institution that `by` may read, the newest first."""
    return (
        visible(Document, to=by, permission=DocumentPermission.READ)
        .filter(organisation__institution_id=answer.unit.institution_id)
        .order_by("-created_at", "-pk")
    )
