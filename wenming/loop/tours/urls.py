"""Addresses of tours."""

from django.urls import path

from wenming.loop.tours import views

app_name = "tours"
urlpatterns = [
    path("", views.tours, name="tours"),
    path("plans/", views.listing, name="list"),
    path("plans/hours/", views.hours, name="hours"),
    path("plans/<int:pk>/", views.plan, name="plan"),
    path("plans/<int:pk>/map.geojson", views.drawn, name="map"),
    path("plans/<int:pk>/stops/<int:stop>/", views.change, name="change"),
]
