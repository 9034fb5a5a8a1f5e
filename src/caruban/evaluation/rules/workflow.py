"""How an assessment moves: its states, and who may take it from one to the next.

    draft -> self_assessment -> internal_review -> document_review -> interview
                  ^                  |                                    |
                  +---- returned ----+                       visit (optional)
                                                                          |
                       final <- objection (optional) <- provisional <-----+

Source: PermenPANRB 59/2020 (penilaian mandiri, dokumen, interviu, visitasi); PermenPANRB 8/2026,
stages 1 to 4. The names of the stages stand in each instrument.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Transition:
    """One way from state to state; `verb` is the permission that it needs."""

    name: str
    start: tuple[str, ...]
    end: str
    verb: str


TRANSITIONS: dict[str, Transition] = {
    one.name: one
    for one in (
        Transition("begin", ("draft",), "self_assessment", "assessment.steer"),
        Transition("submit", ("self_assessment",), "internal_review", "assessment.steer"),
        Transition("send_back", ("internal_review",), "self_assessment", "answer.review"),
        Transition("forward", ("internal_review",), "document_review", "answer.review"),
        Transition("interview", ("document_review",), "interview", "answer.judge"),
        Transition("visit", ("interview",), "visit", "answer.judge"),
        Transition("publish", ("interview", "visit"), "provisional", "answer.judge"),
        Transition("contest", ("provisional",), "objection", "assessment.steer"),
        Transition("finish", ("provisional", "objection"), "final", "answer.judge"),
    )
}

STATES = (
    "draft",
    "self_assessment",
    "internal_review",
    "document_review",
    "interview",
    "visit",
    "provisional",
    "objection",
    "final",
)
FILLABLE = frozenset({"self_assessment"})
REVIEWABLE = frozenset({"internal_review"})
JUDGEABLE = frozenset({"document_review", "interview", "visit"})
CONTESTABLE = frozenset({"objection"})


def allowed(state: str) -> list[Transition]:
    """Give the transitions that lead out of a state, in the order of the work."""
    return [one for one in TRANSITIONS.values() if state in one.start]
