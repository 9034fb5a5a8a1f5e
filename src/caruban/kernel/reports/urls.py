from django.urls import path

from caruban.kernel.reports import views

urlpatterns = [
    path("verifikasi/", views.ask, name="verify_report"),
    path("verifikasi/<slug:code>/", views.verify, name="verify_report"),
]
