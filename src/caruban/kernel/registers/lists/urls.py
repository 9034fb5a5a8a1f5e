from django.urls import path

from caruban.kernel.registers.lists import views

urlpatterns = [
    path("<register:register>/", views.list_, name="list"),
]
