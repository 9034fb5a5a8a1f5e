"""A worker of one job, in a process of its own, to be killed: sends the webhooks that wait."""

import os
from ipaddress import ip_network

import django

django.setup()

from django.conf import settings  # noqa: E402 (after the settings)

from caruban.kernel.webhooks.jobs import deliver  # noqa: E402

settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network(os.environ["ALLOWED"])]
deliver(timestamp=0)
