"""The API, made of the modules' routers."""

from caruban.evaluation.api import router as evaluation
from caruban.kernel.web.api import make_api

api = make_api()
api.add_router("/evaluation", evaluation)
