from django.urls import path

from caruban.kernel.registers.lists import saving, views

HERE = "<register:register>/"

urlpatterns = [
    path("", views.index, name="index"),
    path(HERE, views.list_, name="list"),
    path(f"{HERE}saringan/<slug:name>/", views.filter_choices, name="filter_choices"),
    path(f"{HERE}kolom/", saving.columns, name="columns"),
    path(f"{HERE}tampilan/", saving.views, name="views"),
    path(f"{HERE}tampilan/<int:number>/", saving.view, name="view"),
    path(f"{HERE}tampilan/<int:number>/keadaan/", saving.view_state, name="view_state"),
    path(f"{HERE}tampilan/<int:number>/hapus/", saving.view_remove, name="view_remove"),
    path(f"{HERE}tampilan/<int:number>/utama/", saving.view_first, name="view_first"),
]
