"""The API, made of the modules' routers."""

from django.conf import settings
from django.utils import translation

from caruban.evaluation.api import router as evaluation
from caruban.kernel.registers.api.index import make_router
from caruban.kernel.web.api import make_api

api = make_api()
with translation.override(settings.LANGUAGE_CODE):  # registers name their fields in Indonesian
    api.add_router("/registers", make_router())
api.add_router("/evaluation", evaluation)
