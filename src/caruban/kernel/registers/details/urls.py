from django.urls import path

from caruban.kernel.registers.details import views

ONE = "<register:register>/<int:pk>/"

urlpatterns = [
    path(ONE, views.record, name="record"),
    path(f"{ONE}terkait/", views.related, name="related"),
    path(f"{ONE}pembuktian/", views.proofs, name="proofs"),
    path(f"{ONE}riwayat/", views.trail, name="history"),
    path(f"{ONE}riwayat/<int:change>/pulihkan/", views.restore, name="restore"),
    path(f"{ONE}hapus/", views.remove, name="remove"),
    path(f"{ONE}tindakan/<slug:name>/", views.act, name="act"),
]
