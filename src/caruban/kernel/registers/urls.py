"""Addresses of every register, below /data/<place>/; each subject brings its own."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from caruban.kernel.registers.converters import RegisterConverter

register_converter(RegisterConverter, "register")  # before the addresses that speak of it are read

app_name = "registers"
INSIDE = "caruban.kernel.registers"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"{INSIDE}.runs.urls")),
    path("", include(f"{INSIDE}.imports.urls")),
    path("", include(f"{INSIDE}.exports.urls")),
    path("", include(f"{INSIDE}.bulk.urls")),
]
