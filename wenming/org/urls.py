"""Addresses of people, units, areas and the calendar."""

from django.urls import path

from wenming.org import views

app_name = "org"

urlpatterns = [
    path("roles/", views.roles, name="roles"),
]
