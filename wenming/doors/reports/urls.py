"""Addresses of the first pages, the search field and the map."""

from django.urls import path

from wenming.doors.reports import views

app_name = "reports"

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("search/", views.search, name="search"),
    path("map/", views.map_page, name="map"),
    path("map.geojson", views.geojson, name="geojson"),
]
