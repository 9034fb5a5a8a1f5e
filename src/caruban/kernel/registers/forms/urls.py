from django.urls import path

from caruban.kernel.registers.forms import options, views

NEW, ONE = "<register:register>/baru/", "<register:register>/<int:pk>/"

urlpatterns = [
    path(NEW, views.create, name="create"),
    path(f"{NEW}baris/", views.create_rows, name="create_rows"),
    path(f"{NEW}draf/", views.create_draft, name="create_draft"),
    path(f"{NEW}draf/buang/", views.create_drop, name="create_drop"),
    path(f"{NEW}terkait/", views.create_related, name="create_related"),
    path(f"{ONE}ubah/", views.edit, name="edit"),
    path(f"{ONE}ubah/baris/", views.edit_rows, name="edit_rows"),
    path(f"{ONE}ubah/draf/", views.edit_draft, name="edit_draft"),
    path(f"{ONE}ubah/draf/buang/", views.edit_drop, name="edit_drop"),
    path(f"{ONE}ubah/terkait/", views.edit_related, name="edit_related"),
    path(f"{ONE}salin/", views.copy, name="copy"),
    path("<register:register>/pilihan/<slug:field>/", options.options, name="options"),
]
