"""Addresses of sites."""

from django.urls import path

from wenming.places import views

app_name = "places"

urlpatterns = [
    path("", views.sites, name="list"),
    path("<int:pk>/", views.site, name="site"),
]
