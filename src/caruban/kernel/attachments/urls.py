from django.urls import path

from caruban.kernel.attachments import views

HERE = "<register:register>/<int:pk>/dokumen/"

urlpatterns = [
    path(HERE, views.documents, name="documents"),
    path(f"{HERE}unggah/", views.attach_new, name="attach_new"),
    path(f"{HERE}lampirkan/", views.attach_known, name="attach_known"),
    path(f"{HERE}cari/", views.find_documents, name="find_documents"),
    path(f"{HERE}<int:attachment>/versi/", views.add_edition, name="add_edition"),
    path(f"{HERE}<int:attachment>/lepas/", views.detach, name="detach"),
]
