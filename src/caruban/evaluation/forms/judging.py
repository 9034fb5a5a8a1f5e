"""What reviewers and assessors decide, and what is objected and answered."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from caruban.evaluation.forms.answer import (
    UNKNOWN_LEVEL,
    ItemsField,
    OuterIndexField,
    TextField,
    item_choices,
    level_choices,
    takes_score,
)
from caruban.evaluation.models import Answer

LEVEL = {"required": _("Pilih tingkatnya."), **UNKNOWN_LEVEL}
UPHELD, DISMISSED = "terima", "tolak"
LONGEST = 10_000
TOO_LONG = {"max_length": _("Ringkas menjadi paling banyak 10.000 huruf.")}


class SayingForm(forms.Form):
    """A level, or items and a score where the instrument has them."""

    def __init__(
        self,
        answer: Answer,
        data: QueryDict | None = None,
        *,
        prefix: str,
        level: int | None = None,
        items: Iterable[str] | None = None,
        score: Decimal | None = None,
    ) -> None:
        content = answer.assessment.instrument.content
        self.indicator = content.by_number[answer.number]
        initial = {"level": level, "items": list(items or ()), "score": score}
        super().__init__(data, initial=initial, prefix=prefix)
        if self.indicator.items:
            self.fields["items"] = ItemsField(
                label=_("Butir data dukung yang diterima"),
                choices=item_choices(self.indicator),
                required=False,
            )
        else:
            self.fields["level"] = forms.TypedChoiceField(
                label=_("Tingkat"),
                choices=level_choices(content, self.indicator),
                coerce=int,
                widget=forms.RadioSelect,
                error_messages=LEVEL,
            )
        if takes_score(self.indicator):
            self.fields["score"] = OuterIndexField(
                label=self.indicator.external.name  # type: ignore[union-attr]
            )

    @property
    def said(self) -> dict[str, Any]:
        """Give level, items and score as the actions take them."""
        names = [name for name in ("level", "items", "score") if name in self.fields]
        return {name: self.cleaned_data[name] for name in names}


class JudgeForm(SayingForm):
    """A decision with its reason; asked of reviewers and of assessors alike."""

    reason = TextField(
        label=_("Alasan"),
        help_text=_("Apa yang ditemukan pada data dukung, dan mengapa tingkatnya demikian."),
        max_length=LONGEST,
        error_messages={"required": _("Tulis alasan penilaian Anda."), **TOO_LONG},
    )
    recommendation = TextField(
        label=_("Rekomendasi"),
        help_text=_("Apa yang perlu dilakukan instansi untuk naik tingkat."),
        required=False,
        max_length=LONGEST,
        rows=3,
        error_messages=TOO_LONG,
    )

    @classmethod
    def of(cls, answer: Answer, whose: str, data: QueryDict | None = None) -> "JudgeForm":
        """Make the form of the "reviewed" or "judged" word, beginning with what was said before."""
        items = getattr(answer, f"{whose}_items")
        return cls(
            answer,
            data,
            prefix="nilai",
            level=getattr(answer, f"{whose}_level"),
            items=answer.claimed_items if items is None else items,
            score=getattr(answer, f"{whose}_score") or answer.claimed_score,
        )


class ObjectionForm(forms.Form):
    """The level that the institution asks for, and why."""

    wanted_level = forms.TypedChoiceField(
        label=_("Tingkat yang diminta"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=LEVEL,
    )
    grounds = TextField(
        label=_("Dasar sanggahan"),
        help_text=_("Tunjuk data dukung yang menurut Anda belum diperhitungkan."),
        max_length=LONGEST,
        error_messages={"required": _("Tulis dasar sanggahan Anda."), **TOO_LONG},
    )

    def __init__(self, answer: Answer, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="sanggah")
        content = answer.assessment.instrument.content
        choices = level_choices(content, content.by_number[answer.number])
        self.fields["wanted_level"].choices = [  # type: ignore[attr-defined]
            one for one in choices if one[0] != str(answer.judged_level)
        ]


class ReplyForm(SayingForm):
    """What an assessor answers to an objection; items and score count where it is upheld."""

    outcome = forms.ChoiceField(
        label=_("Keputusan"),
        choices=[(UPHELD, _("Terima sanggahan")), (DISMISSED, _("Tolak sanggahan"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Pilih terima atau tolak."),
            "invalid_choice": _("Pilih terima atau tolak."),
        },
    )
    reply = TextField(
        label=_("Jawaban"),
        max_length=LONGEST,
        error_messages={"required": _("Tulis jawaban atas sanggahan ini."), **TOO_LONG},
    )
    field_order = ("outcome", "items", "score", "reply")

    def __init__(self, answer: Answer, data: QueryDict | None = None) -> None:
        super().__init__(
            answer, data, prefix="jawab", items=answer.judged_items, score=answer.judged_score
        )
        self.fields.pop("level", None)  # an upheld objection gives the level that was asked for
        self.order_fields(self.field_order)

    @property
    def is_upheld(self) -> bool:
        return bool(self.cleaned_data["outcome"] == UPHELD)
