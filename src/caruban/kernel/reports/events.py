"""What can have happened to reports."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from caruban.kernel.events.stream import Event


@dataclass(frozen=True, kw_only=True)
class ReportIssued(Event):
    """A report was printed for the first time."""

    name = "report.issued"
    sentence = _("{actor} mencetak {subject}, kode {code}.")
    code: str
