"""Addresses of people, units, areas and the calendar."""

from django.urls import path

from wenming.org import views

app_name = "org"

urlpatterns = [
    path("areas/", views.areas, name="areas"),
    path("roles/", views.roles, name="roles"),
    path("units/", views.units, name="units"),
    path("units/<int:pk>/", views.unit, name="unit"),
]
