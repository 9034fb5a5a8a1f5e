"""The WSGI application that granian serves."""

import gc
from os import environ

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from caruban.config.logs import log_requests

environ.setdefault("DJANGO_SETTINGS_MODULE", "caruban.config.settings")
application = log_requests(get_wsgi_application())
get_resolver().check()  # reads all addresses and views now, not with the first reader waiting
gc.collect()
gc.freeze()  # what is here stays: no process looks at it again, and all share its memory
