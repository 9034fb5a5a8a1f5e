from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from caruban.kernel.events.stream import Event


@dataclass(frozen=True, kw_only=True)
class JobRetried(Event):
    """The operator had a failed job tried again."""

    name = "job.retried"
    sentence = _("{actor} mengulang pekerjaan latar {task} nomor {number}.")
    task: str
    number: int


@dataclass(frozen=True, kw_only=True)
class JobGivenUp(Event):
    """The operator gave up a job: it is not tried again."""

    name = "job.given_up"
    sentence = _("{actor} menghentikan pekerjaan latar {task} nomor {number}.")
    task: str
    number: int
