from django.urls import path

from caruban.kernel.registers.runs import views

urlpatterns = [
    path("proses/", views.runs, name="runs"),
    path("proses/<int:run>/", views.run, name="run"),
    path("proses/<int:run>/jalankan/", views.confirm, name="run_confirm"),
    path("proses/<int:run>/batal/", views.stop, name="run_cancel"),
    path("proses/<int:run>/periksa/", views.again, name="run_again"),
    path("proses/<int:run>/kolom/", views.columns, name="run_columns"),
    path("proses/<int:run>/baris.xlsx", views.sheet, name="run_sheet"),
    path("proses/<int:run>/berkas/", views.file, name="run_file"),
]
