"""Addresses. Indonesian for people; the API's are English."""

from django.urls import URLPattern, URLResolver, include, path

from caruban.kernel.web import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("kerja/", views.workspace, name="workspace"),
    path("bahasa/", views.set_language, name="set_language"),
    path("gaya/", views.styleguide, name="styleguide"),
    path("", include("caruban.kernel.accounts.urls")),
    path("", include("caruban.kernel.documents.urls")),
    path("evaluasi/", include("caruban.evaluation.urls")),
]

handler400 = "caruban.kernel.web.errors.bad_request"
handler403 = "caruban.kernel.web.errors.forbidden"
handler404 = "caruban.kernel.web.errors.not_found"
handler429 = "caruban.kernel.web.errors.too_many"  # allauth's, when a limit is reached
handler500 = "caruban.kernel.web.errors.server_error"
