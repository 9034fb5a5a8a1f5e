"""Addresses. Indonesian for people; the API's are English."""

from django.urls import URLPattern, URLResolver, include, path

from caruban.config.api import api
from caruban.kernel.web import views
from caruban.kernel.web.api import PREFIX
from caruban.kernel.web.apidocs import docs_view, openapi_view

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("bahasa/", views.set_language, name="set_language"),
    path("gaya/", views.styleguide, name="styleguide"),
    path("", include("caruban.kernel.accounts.urls")),
    path("", include("caruban.kernel.documents.urls")),
    path("", include("caruban.kernel.reports.urls")),
    path("operasi/", include("caruban.kernel.operations.urls")),
    path("", include("caruban.kernel.tokens.urls")),
    path("", include("caruban.kernel.search.urls")),
    path("", include("caruban.kernel.workspace.urls")),
    path("", include("caruban.kernel.help.urls")),
    path("undangan/", include("caruban.kernel.invitations.urls")),
    path("pemberitahuan/", include("caruban.kernel.notices.urls")),
    path("webhook/", include("caruban.kernel.webhooks.urls")),
    path("kalender/", include("caruban.kernel.calendar.urls")),
    path("data/", include("caruban.kernel.registers.urls")),
    path("", include("caruban.kernel.privacy.urls")),
    path("evaluasi/", include("caruban.evaluation.urls")),
    path("api/docs", docs_view(api), name="api_docs"),
    path("api/docs/<slug:chapter>", docs_view(api), name="api_chapter"),
    path(f"{PREFIX[1:]}openapi.json", openapi_view(api), name="openapi"),
    path(PREFIX[1:], api.urls),
]

handler400 = "caruban.kernel.web.errors.bad_request"
handler403 = "caruban.kernel.web.errors.forbidden"
handler404 = "caruban.kernel.web.errors.not_found"
handler429 = "caruban.kernel.web.errors.too_many"  # allauth's, when a limit is reached
handler500 = "caruban.kernel.web.errors.server_error"
