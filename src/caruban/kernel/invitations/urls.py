from django.urls import path

from caruban.kernel.invitations import views

app_name = "invitations"

urlpatterns = [path("<str:key>/", views.accept, name="accept")]
