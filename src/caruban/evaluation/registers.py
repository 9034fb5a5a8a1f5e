from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caruban.evaluation.actions.assessments import begin, open_assessment, set_due
from caruban.evaluation.models import Assessment, Instrument
from caruban.evaluation.permissions import EvaluationPermission, InstrumentPermission
from caruban.kernel.registers.layout import Act, Due, Section, Through
from caruban.kernel.registers.register import Register

State = Assessment.State


def _due() -> forms.Field:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=_("Tenggat"), widget=widget)


class InstrumentRegister(Register):
    model = Instrument
    name, path, title = "instruments", "instrumen", _("Instrumen evaluasi")
    key = ("code", "edition")
    reads = InstrumentPermission.READ
    columns = ("name", "code", "edition", "source", "in_force_from", "in_force_to")
    filters = ("in_force_from", "in_force_to")
    search = ("name", "code", "source")
    ordering = ("-in_force_from", "code", "-edition")
    icon = "scale"


class AssessmentRegister(Register):
    model = Assessment
    name, path, title = "assessments", "evaluasi", _("Evaluasi SPBE")
    key = ("institution", "year", "instrument")
    reads = EvaluationPermission.READ
    creates = Through(open_assessment, subject="institution")
    columns = ("institution", "year", "instrument", "state", "due_on", "provenance")
    filters = ("institution", "year", "instrument", "state", "due_on", "provenance")
    search = ("institution__name",)
    ordering = ("-year", "institution__name")
    form = (Section(_("Evaluasi"), "institution", "instrument", "year", "due_on"),)
    actions = (
        Act(
            set_due, _("Tetapkan tenggat"), details={"due_on": _due},
            fits=lambda one: one.state in {State.DRAFT, State.SELF_ASSESSMENT},
        ),
        Act(begin, _("Mulai penilaian mandiri"), fits=lambda one: one.state == State.DRAFT),
    )  # fmt: skip
    due = Due("due_on", open=Q(state__in=(State.DRAFT, State.SELF_ASSESSMENT)))
    icon = "gauge"
