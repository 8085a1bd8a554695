"""Addresses of the pages of stations."""

from django.urls import path

from wenming.service.stations import views

app_name = "stations"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<int:pk>/", views.detail, name="station"),
    path("<int:pk>/book/", views.book, name="book"),
    path("bookings/<int:pk>/cancel/", views.cancel, name="cancel"),
]
