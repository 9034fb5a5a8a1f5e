from django.urls import path

from caruban.kernel.registers.bulk import views

urlpatterns = [
    path("<register:register>/massal/", views.choose, name="bulk"),
    path("<register:register>/massal/ubah/", views.edit, name="bulk_edit"),
    path("<register:register>/massal/hapus/", views.remove, name="bulk_remove"),
    path("<register:register>/massal/tindakan/<slug:name>/", views.act, name="bulk_act"),
]
