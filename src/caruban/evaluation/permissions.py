from caruban.kernel.permissions import Permission


class InstrumentPermission(Permission):
    READ = "instrument.read"
    LOAD = "instrument.load"


class EvaluationPermission(Permission):
    READ_INDEX = "index.read"
    READ = "assessment.read"
    OPEN = "assessment.open"
    STEER = "assessment.steer"  # assign, submit, object, publish
    FILL = "answer.fill"
    REVIEW = "answer.review"
    JUDGE = "answer.judge"
    SET_TARGET = "target.set"
    PLAN = "path.plan"
    NOTE = "note.keep"
