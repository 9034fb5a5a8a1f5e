from django.urls import path

from caruban.kernel.calendar import views

app_name = "calendar"
urlpatterns = [
    path("", views.month, name="month"),
    path("agenda/", views.agenda, name="agenda"),
    path("langganan/", views.subscription, name="subscription"),
    path("langganan/buat/", views.open_feed, name="open_feed"),
    path("langganan/cabut/", views.revoke_feed, name="revoke_feed"),
    path("langganan/<str:secret>/caruban.ics", views.feed, name="feed"),
]
