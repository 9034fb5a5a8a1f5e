"""Addresses of every register, below /data/<place>/; each subject brings its own."""

from django.urls import URLPattern, URLResolver, register_converter

from caruban.kernel.registers.converters import RegisterConverter

register_converter(RegisterConverter, "register")

app_name = "registers"

urlpatterns: list[URLPattern | URLResolver] = []
