from django.urls import path

from caruban.kernel.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="list"),
    path("dibaca/", views.read_all, name="read_all"),
    path("<int:notice>/", views.open_notice, name="open"),
    path("<int:notice>/dibaca/", views.read, name="read"),
    path("<int:notice>/belum-dibaca/", views.unread, name="unread"),
    path("pilihan/", views.choices, name="choices"),
    path("berhenti/<str:word>/", views.stop, name="stop"),
]
