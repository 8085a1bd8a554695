"""Addresses of scores."""

from django.urls import path

from wenming.loop.scores import views

app_name = "scores"

urlpatterns = [
    path("", views.rounds, name="list"),
    path("indices/", views.case_indices, name="indices"),
    path("indices/by/<slug:by>/", views.indices_of_parts, name="indices_of_parts"),
    path("indices/<slug:code>/<slug:side>/", views.index_cases, name="index"),
    path("years/<int:pk>/<int:year>/", views.year_total, name="year"),
    path("<int:pk>/", views.round_score, name="round"),
    path("<int:pk>/ranks/", views.ranks, name="ranks"),
    path("<int:pk>/marks/", views.marks, name="marks"),
    path("<int:pk>/open-data.zip", views.open_data, name="open_data"),
]
