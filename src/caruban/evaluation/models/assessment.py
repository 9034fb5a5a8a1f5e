from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from caruban.evaluation.models.instrument import Instrument
from caruban.kernel.records import Record

LEVELS = [MinValueValidator(1), MaxValueValidator(5)]


class Assessment(Record):
    """The evaluation of an institution, for a year, by an instrument.

    States and moves: `rules.workflow`. `due_on` is the day when answers are due.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Persiapan")
        SELF_ASSESSMENT = "self_assessment", _("Penilaian mandiri")
        INTERNAL_REVIEW = "internal_review", _("Reviu internal")
        DOCUMENT_REVIEW = "document_review", _("Penilaian dokumen")
        INTERVIEW = "interview", _("Interviu")
        VISIT = "visit", _("Visitasi")
        PROVISIONAL = "provisional", _("Hasil sementara")
        OBJECTION = "objection", _("Sanggahan")
        FINAL = "final", _("Selesai")

    class Provenance(models.TextChoices):
        RECORDED = "recorded", _("dicatat di sistem ini")
        RECONSTRUCTED = "reconstructed", _("direkonstruksi")

    organisation_path: ClassVar[str | None] = "institution"

    institution = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("instansi"),
        on_delete=models.PROTECT,
        related_name="assessments",
        limit_choices_to={"parent": None},
    )
    instrument = models.ForeignKey(
        Instrument,
        verbose_name=_("instrumen"),
        on_delete=models.PROTECT,
        related_name="assessments",
    )
    year = models.PositiveSmallIntegerField(_("tahun"))
    state = models.CharField(_("status"), max_length=20, choices=State, default=State.DRAFT)
    due_on = models.DateField(_("tenggat"), null=True, blank=True)
    provenance = models.CharField(
        _("asal data"), max_length=20, choices=Provenance, default=Provenance.RECORDED
    )
    provenance_note = models.TextField(_("catatan asal data"), blank=True)

    class Meta:
        verbose_name = _("evaluasi")
        ordering = ("-year", "institution__name")
        constraints = (
            models.UniqueConstraint(
                fields=["institution", "year", "instrument"],
                name="assessment_is_held_once_a_year",
                violation_error_message=_("Evaluasi tahun ini sudah dibuka."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(2015, 2100)),
                name="assessment_year_is_plausible",
                violation_error_message=_("Tahun harus antara 2015 dan 2100."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.institution} {self.year}"

    def get_absolute_url(self) -> str:
        """Give its index; its page in the register where the institution has no region."""
        if not self.institution.region_code:
            return reverse("registers:record", args=["evaluasi", self.pk])
        return reverse("evaluation:index", args=[self.institution.region_code, self.year])


class Answer(Record):
    """One indicator of an assessment: who answers, by when, the claim and what assessors decided.

    claimed_level   what the institution claims, 1 to 5; empty until somebody answered
    claimed_items   items of evidence claimed as met, as "level.item" ("3.1"); instruments whose
                    values lie inside a level count them
    claimed_score   the other body's index, where the indicator takes its value from there
    reviewed_level, judged_level, final_level
                    the internal reviewer's, the external assessor's latest, and the one that the
                    index of a finished assessment is made of
    reviewed_items, judged_items
                    items that they accepted, in the same form; empty (null) where none were counted
    """

    organisation_path: ClassVar[str | None] = "unit"

    assessment = models.ForeignKey(
        Assessment,
        verbose_name=_("evaluasi"),
        on_delete=models.CASCADE,
        related_name="answers",
    )
    number = models.PositiveSmallIntegerField(_("indikator"))
    unit = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("penanggung jawab"),
        on_delete=models.PROTECT,
        related_name="answers",
    )
    due_on = models.DateField(_("tenggat"), null=True, blank=True)
    claimed_level = models.PositiveSmallIntegerField(
        _("tingkat yang diklaim"), null=True, blank=True, validators=LEVELS
    )
    claimed_items = models.JSONField(_("butir yang dipenuhi"), default=list, blank=True)
    claimed_score = models.DecimalField(
        _("nilai indeks luar yang diklaim"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    narrative = models.TextField(_("penjelasan"), blank=True, max_length=20_000)
    is_complete = models.BooleanField(_("siap diajukan"), default=False)
    reviewed_level = models.PositiveSmallIntegerField(
        _("tingkat menurut reviu internal"), null=True, blank=True, validators=LEVELS
    )
    reviewed_items = models.JSONField(
        _("butir yang diterima reviu internal"), null=True, blank=True
    )
    reviewed_score = models.DecimalField(
        _("nilai indeks luar menurut reviu internal"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
    )
    judged_level = models.PositiveSmallIntegerField(
        _("tingkat menurut asesor"), null=True, blank=True, validators=LEVELS
    )
    judged_items = models.JSONField(_("butir yang diterima asesor"), null=True, blank=True)
    judged_score = models.DecimalField(
        _("nilai indeks luar menurut asesor"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
    )
    final_level = models.PositiveSmallIntegerField(
        _("tingkat akhir"), null=True, blank=True, validators=LEVELS
    )

    class Meta:
        verbose_name = _("jawaban")
        ordering = ("assessment", "number")
        constraints = (
            models.UniqueConstraint(
                fields=["assessment", "number"], name="indicator_is_answered_once"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__range": (1, 5)}),
                    name=f"{name}_runs_from_1_to_5",
                    violation_error_message=_("Tingkat kematangan adalah 1 sampai 5."),
                )
                for name in ("claimed_level", "reviewed_level", "judged_level", "final_level")
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessment}, indikator {self.number}"


class Evidence(Record):
    """A document that shows that a level's criterion is met."""

    organisation_path: ClassVar[str | None] = "answer__unit"

    answer = models.ForeignKey(
        Answer, verbose_name=_("jawaban"), on_delete=models.CASCADE, related_name="evidence"
    )
    level = models.PositiveSmallIntegerField(_("tingkat"), validators=LEVELS)
    document = models.ForeignKey(
        "documents.Document",
        verbose_name=_("dokumen"),
        on_delete=models.PROTECT,
        related_name="evidence",
    )
    note = models.CharField(_("bagian yang relevan"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("data dukung")
        ordering = ("answer", "level", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["answer", "level", "document"],
                name="document_supports_a_level_once",
                violation_error_message=_("Dokumen ini sudah menjadi data dukung tingkat itu."),
            ),
            models.CheckConstraint(
                condition=Q(level__range=(1, 5)),
                name="evidence_level_runs_from_1_to_5",
                violation_error_message=_("Tingkat kematangan adalah 1 sampai 5."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.document} (tingkat {self.level})"


class Judgement(Record):
    """What a reviewer or assessor decided on an answer in one stage; kept, never changed.

    reason           what was found: the issue
    recommendation   what to do about it
    """

    organisation_path: ClassVar[str | None] = "answer__assessment__institution"

    answer = models.ForeignKey(
        Answer, verbose_name=_("jawaban"), on_delete=models.CASCADE, related_name="judgements"
    )
    stage = models.CharField(_("tahap"), max_length=20, choices=Assessment.State)
    level = models.PositiveSmallIntegerField(_("tingkat"), validators=LEVELS)
    items = models.JSONField(_("butir yang diterima"), null=True, blank=True)
    score = models.DecimalField(
        _("nilai indeks luar"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    reason = models.TextField(_("alasan"), max_length=10_000)
    recommendation = models.TextField(_("rekomendasi"), blank=True, max_length=10_000)
    by = models.ForeignKey("accounts.User", verbose_name=_("oleh"), on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("penilaian")
        ordering = ("answer", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(level__range=(1, 5)),
                name="judgement_level_runs_from_1_to_5",
                violation_error_message=_("Tingkat kematangan adalah 1 sampai 5."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.answer}: {self.level}"


class Objection(Record):
    """The institution's objection to a provisional level, and what became of it."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("menunggu jawaban asesor")
        UPHELD = "upheld", _("diterima")
        DISMISSED = "dismissed", _("ditolak")

    organisation_path: ClassVar[str | None] = "answer__assessment__institution"

    answer = models.ForeignKey(
        Answer, verbose_name=_("jawaban"), on_delete=models.CASCADE, related_name="objections"
    )
    wanted_level = models.PositiveSmallIntegerField(_("tingkat yang diminta"), validators=LEVELS)
    grounds = models.TextField(_("dasar sanggahan"), max_length=10_000)
    outcome = models.CharField(_("hasil"), max_length=12, choices=Outcome, default=Outcome.OPEN)
    reply = models.TextField(_("jawaban asesor"), blank=True, max_length=10_000)

    class Meta:
        verbose_name = _("sanggahan")
        ordering = ("answer", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["answer"],
                condition=Q(outcome="open"),
                name="answer_has_one_open_objection",
                violation_error_message=_("Sanggahan indikator ini masih menunggu jawaban."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.answer}: {self.get_outcome_display()}"


class Reminder(Record):
    """That a unit was reminded of an answer on a day; one a day, however often the job runs."""

    organisation_path: ClassVar[str | None] = "answer__unit"

    answer = models.ForeignKey(
        Answer, verbose_name=_("jawaban"), on_delete=models.CASCADE, related_name="reminders"
    )
    on = models.DateField(_("tanggal"))

    class Meta:
        verbose_name = _("pengingat")
        ordering = ("answer", "-on")
        constraints = (
            models.UniqueConstraint(fields=["answer", "on"], name="unit_is_reminded_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.answer}: {self.on}"


class ReminderMail(Record):
    """That a person got the day's mail of reminders; claimed before it is sent, so never twice."""

    user = models.ForeignKey(
        "accounts.User", verbose_name=_("penerima"), on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField(_("tanggal"))

    class Meta:
        verbose_name = _("surel pengingat")
        ordering = ("-on", "user")
        constraints = (
            models.UniqueConstraint(fields=["user", "on"], name="person_gets_one_mail_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.on}"
