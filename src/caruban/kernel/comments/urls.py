from django.urls import path

from caruban.kernel.comments import views

HERE = "<register:register>/<int:pk>/komentar/"

urlpatterns = [
    path(HERE, views.comments, name="comments"),
    path(f"{HERE}orang/", views.find_people, name="comment_people"),
    path(f"{HERE}<int:comment>/ubah/", views.edit, name="comment_edit"),
    path(f"{HERE}<int:comment>/hapus/", views.remove, name="comment_remove"),
]
