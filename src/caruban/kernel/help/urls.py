"""Addresses of help, below `bantuan/`."""

from django.urls import path

from caruban.kernel.help import views

urlpatterns = [
    path("bantuan/", views.help_index, name="help"),
    path("bantuan/<slug:name>/", views.help_page, name="help_page"),
]
