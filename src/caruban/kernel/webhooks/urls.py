from django.urls import path

from caruban.kernel.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("", views.endpoints, name="list"),
    path("baru/", views.add, name="add"),
    path("<int:endpoint>/", views.endpoint, name="endpoint"),
    path("<int:endpoint>/ubah/", views.change, name="change"),
    path("<int:endpoint>/nyalakan/", views.switch_on, name="switch_on"),
    path("<int:endpoint>/matikan/", views.switch_off, name="switch_off"),
    path("<int:endpoint>/rahasia/", views.rotate, name="rotate"),
    path("<int:endpoint>/coba/", views.try_out, name="try_out"),
    path("<int:endpoint>/hapus/", views.remove, name="remove"),
    path("<int:endpoint>/ulang-gagal/", views.replay_failed, name="replay_failed"),
    path("<int:endpoint>/kiriman/<int:delivery>/", views.delivery, name="delivery"),
    path("<int:endpoint>/kiriman/<int:delivery>/ulang/", views.replay, name="replay"),
]
