"""Addresses of the look itself: how a reader likes the page, and the sheet of all parts."""

from django.urls import path

from wenming.web import views

app_name = "web"

urlpatterns = [
    path("display/", views.display, name="display"),
    path("components/", views.components, name="components"),
    path("components/map.geojson", views.sample, name="sample"),
]
