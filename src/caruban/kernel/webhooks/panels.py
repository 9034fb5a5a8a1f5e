"""What the operator's page shows of webhooks."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caruban.kernel.operations.interface import Panel, panel
from caruban.kernel.web.formats import num
from caruban.kernel.webhooks.models import Delivery, Endpoint


@panel(order=50)
def webhooks() -> Panel:
    """Webhooks of all institutions: how many fail, and were switched off."""
    endpoints = Endpoint.objects.count()
    if not endpoints:
        return Panel(_("Webhook"), "idle", _("Belum ada webhook."))
    failing = Endpoint.objects.filter(is_on=True, pulse__failing_since__isnull=False).count()
    facts = (
        (_("Webhook"), num(endpoints)),
        (_("Dimatikan"), num(Endpoint.objects.filter(is_on=False).count())),
        (_("Menunggu"), num(Delivery.objects.filter(Q(taken_at=None, failed_at=None)).count())),
        (_("Gagal"), num(Delivery.objects.filter(failed_at__isnull=False).count())),
    )
    url, verb = reverse("webhooks:list"), _("Lihat webhook")
    if failing:
        said = ngettext(
            "%(many)s penerima webhook tidak menjawab. Hubungi pengelolanya.",
            "%(many)s penerima webhook tidak menjawab. Hubungi pengelolanya.",
            failing,
        )
        return Panel(_("Webhook"), "warn", said % {"many": num(failing)}, facts, url, verb)
    return Panel(_("Webhook"), "good", _("Semua penerima menjawab."), facts, url, verb)
