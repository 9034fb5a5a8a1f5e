from django import forms
from django.utils.translation import gettext_lazy as _

from caruban.kernel.comments.models import LONGEST


class CommentForm(forms.Form):
    """What somebody writes; how long it may be says the action, so that nothing is cut off."""

    text = forms.CharField(
        label=_("Komentar"),
        help_text=_("Ketik @ dan nama untuk menyebut rekan yang dapat melihat catatan ini."),
        strip=False,
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 4, "data-mentions": "", "data-most": LONGEST, "autocomplete": "off"}
        ),
    )
