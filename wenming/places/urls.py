"""Addresses of the pages of sites."""

from django.urls import path

from wenming.places import views

app_name = "places"
urlpatterns = [
    path("", views.listing, name="list"),
    path("sites.xlsx", views.export, name="export"),
    path("kinds/", views.kinds, name="kinds"),
    path("<int:pk>/", views.detail, name="site"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/geo.json", views.geo, name="geo"),
]
