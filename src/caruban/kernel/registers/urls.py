"""Addresses of every register, below /data/<place>/; each subject brings its own."""

from django.urls import URLPattern, URLResolver, include, path

from caruban.kernel.registers import converters  # noqa: F401 (registers itself)

app_name = "registers"
INSIDE = "caruban.kernel.registers"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"{INSIDE}.runs.urls")),
    path("", include(f"{INSIDE}.imports.urls")),
    path("", include(f"{INSIDE}.exports.urls")),
    path("", include(f"{INSIDE}.bulk.urls")),
    path("", include(f"{INSIDE}.lists.urls")),
    path("", include(f"{INSIDE}.forms.urls")),
    path("", include(f"{INSIDE}.details.urls")),
    path("", include("caruban.kernel.comments.urls")),
    path("", include("caruban.kernel.attachments.urls")),
]
