"""Addresses of the pages of charges."""

from django.urls import path

from wenming.duties import views

app_name = "duties"
urlpatterns = [
    path("", views.listing, name="list"),
    path("units/<int:pk>/", views.unit, name="unit"),
    path("sites/<int:pk>/", views.charge, name="charge"),
    path("<int:pk>/hand/", views.hand, name="hand"),
    path("<int:pk>/release/", views.let_go, name="release"),
]
