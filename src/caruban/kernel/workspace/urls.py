"""Addresses of one's desk: work, favourites, palette, shortcuts."""

from django.urls import path

from caruban.kernel.workspace import views

urlpatterns = [
    path("kerja/", views.workspace, name="workspace"),
    path("kerja/favorit/", views.favourites, name="favourites"),
    path("kerja/favorit/simpan/", views.keep, name="keep_favourite"),
    path("kerja/favorit/hapus/", views.drop, name="drop_favourite"),
    path("kerja/favorit/nama/", views.rename, name="rename_favourite"),
    path("kerja/favorit/urutan/", views.arrange, name="arrange_favourites"),
    path("cari-perintah/", views.palette, name="palette"),
    path("pintasan/", views.shortcuts, name="shortcuts"),
    path("pintasan/pilihan/", views.use_shortcuts, name="use_shortcuts"),
]
