"""The mail server, with a note of how each sending went, for the operator and the metrics."""

from collections.abc import Sequence
from smtplib import SMTP, SMTPException
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from caruban.kernel.cutoff import Cutoff
from caruban.kernel.operations import metrics
from caruban.kernel.operations.models import Sign, Total
from caruban.kernel.operations.signs import note, reason_of

LONGEST = 60  # seconds that mails handed over together may take in all


class NotedBackend(EmailBackend):
    """Django's SMTP backend; what was sent, or why not, is written down without an address.

    A server that answers too slowly in all is cut off (SMTPServerDisconnected, or OSError).
    """

    _noted: BaseException | None = None  # `open` is called within `send_messages` as well
    _cutoff: Cutoff | None = None

    @property
    def connection_class(self) -> type[SMTP]:
        """Give the class of conversations, which shows its socket to who may cut it off."""
        backend, kind = self, super().connection_class

        class Watched(kind):  # type: ignore[misc, valid-type]  # SMTP or SMTP_SSL, as is set
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                self.sock = None
                if backend._cutoff is not None:
                    backend._cutoff.watch(lambda: self.sock)
                super().__init__(*args, **kwargs)

        return Watched

    def open(self) -> bool | None:
        """Greet the server. Raises OSError, as SMTPException is, and notes why."""
        try:
            return bool(super().open())
        except (OSError, SMTPException) as error:
            self._failed(error)
            raise

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send mails; give how many the server took."""
        try:
            with Cutoff(LONGEST) as self._cutoff:
                sent = int(super().send_messages(email_messages) or 0)
        except (OSError, SMTPException) as error:
            if error is not self._noted:
                self._failed(error)
            raise
        for _one in range(sent):
            metrics.add(Total.Kind.MAIL, outcome="succeeded")
        if sent:
            note(Sign.Kind.MAIL, is_well=True, count=sent)
        return sent

    def _failed(self, error: BaseException) -> None:
        self._noted = error
        metrics.add(Total.Kind.MAIL, outcome="failed")
        note(Sign.Kind.MAIL, is_well=False, told=reason_of(error))
