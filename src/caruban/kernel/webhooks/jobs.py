"""Messages of webhooks go out; endpoints that are dead are switched off, old messages forgotten."""

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext_lazy

from caruban.kernel.jobs import job
from caruban.kernel.webhooks import delivering
from caruban.kernel.webhooks.models import Delivery

SPAN = 40  # seconds that one run sends; what is left goes with the next
KEPT = timedelta(days=30)  # messages, with their log


@job(queue="webhooks", every="* * * * *", alone=True, title=gettext_lazy("Mengirim webhook"))
def deliver(timestamp: int) -> int:
    """Send what is due; give how many were tried.

    Targets that hang take one place of the workers, for a minute at most, and no transaction.
    """
    return delivering.deliver(seconds=SPAN)


@job(queue="webhooks", every="15 * * * *", title=gettext_lazy("Mematikan webhook yang terus gagal"))
def give_up_on_the_dead(timestamp: int) -> int:
    """Switch off endpoints that took nothing for five days; give how many."""
    return delivering.give_up_on_the_dead(at=datetime.fromtimestamp(timestamp, UTC))


@job(queue="upkeep", every="20 19 * * *", title=gettext_lazy("Membuang kiriman webhook lama"))
def forget(timestamp: int) -> int:
    """Drop messages older than `KEPT`, each night (02.20 WIB); give how many.

    One that still waits is of an endpoint that is off: by then nobody wants to know.
    """
    old = Delivery.objects.filter(made_at__lt=datetime.fromtimestamp(timestamp, UTC) - KEPT)
    many = old.count()
    old.delete()
    return many
