from django.urls import path

from caruban.kernel.operations import views

app_name = "operations"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("pekerjaan/", views.jobs, name="jobs"),
    path("pekerjaan/ulang-semua/", views.retry_all, name="retry_all"),
    path("pekerjaan/<int:job>/ulang/", views.retry, name="retry"),
    path("pekerjaan/<int:job>/hentikan/", views.give_up, name="give_up"),
    path("berkala/", views.periodic, name="periodic"),
    path("surel-percobaan/", views.trial_mail, name="trial_mail"),
]
