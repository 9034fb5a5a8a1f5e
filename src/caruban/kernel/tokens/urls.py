from django.urls import path

from caruban.kernel.tokens import views

app_name = "tokens"
urlpatterns = [
    path("akun/token/", views.tokens, name="own"),
    path("akun/token/baru/", views.make, name="make"),
    path("akun/token/<int:pk>/cabut/", views.revoke, name="revoke"),
    path("token-pengguna/", views.supervised, name="supervised"),
]
