from django.urls import path

from caruban.kernel.registers.exports import views

urlpatterns = [
    path("<register:register>/ekspor.<slug:kind>", views.export, name="export"),
    path("<register:register>/ekspor/", views.export_run, name="export_run"),
]
