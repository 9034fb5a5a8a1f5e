"""The WSGI application that granian serves."""

from os import environ

from django.core.wsgi import get_wsgi_application

environ.setdefault("DJANGO_SETTINGS_MODULE", "caruban.config.settings")
application = get_wsgi_application()
