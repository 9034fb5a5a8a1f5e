from django.urls import path

from caruban.kernel.documents import views

app_name = "documents"
urlpatterns = [
    path("dokumen/<int:document>/versi/<int:number>/", views.download, name="download"),
]
