from django.urls import path

from caruban.kernel.search import views

urlpatterns = [path("cari/", views.search, name="search")]
