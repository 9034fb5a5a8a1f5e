"""Whether an answer is ready: what lacks, in words."""

from django.utils.translation import gettext as _

from caruban.evaluation.models import Answer
from caruban.evaluation.rules.evidence import lacking_levels


def lacks(answer: Answer) -> list[str]:
    """Say what an answer still needs before it can be called ready; empty when it is.

    Source: PermenPANRB 59/2020, annex: each level claimed is explained, and shown by evidence.
    """
    found = []
    if answer.claimed_level is None:
        found.append(_("tingkat yang diklaim"))
    if not answer.narrative.strip():
        found.append(_("penjelasan"))
    supported = set(answer.evidence.values_list("level", flat=True))
    bare = lacking_levels(highest_claimed(answer), supported)
    if bare:
        levels = ", ".join(map(str, bare))
        found.append(_("data dukung tingkat %(levels)s") % {"levels": levels})
    return found


def highest_claimed(answer: Answer) -> int:
    """Give the highest level that is claimed, be it by one item only; 0 for none."""
    by_items = (int(item.split(".", 1)[0]) for item in answer.claimed_items)
    return max(answer.claimed_level or 0, *by_items, 0)
