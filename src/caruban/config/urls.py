"""Addresses. Indonesian for people; the API's are English."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
