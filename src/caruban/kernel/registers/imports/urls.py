from django.urls import path

from caruban.kernel.registers.imports import views

urlpatterns = [
    path("<register:register>/impor/", views.receive, name="import"),
    path("<register:register>/impor/templat.xlsx", views.template, name="import_template"),
    path("<register:register>/impor/<int:run>/", views.match, name="import_match"),
    path("<register:register>/impor/<int:run>/baca/", views.reread, name="import_reread"),
]
