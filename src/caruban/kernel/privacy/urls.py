from django.urls import path

from caruban.kernel.privacy import views
from caruban.kernel.registers import converters  # noqa: F401 (registers itself)

urlpatterns = [
    path("data-pribadi/", views.readings, name="readings"),
    path("data/<register:register>/<int:pk>/lihat/<slug:field>/", views.reveal, name="reveal"),
]
