"""Addresses of the pages of trainings."""

from django.urls import path, register_converter

from wenming.service.trainings import views
from wenming.service.trainings.rules import SeatMove
from wenming.web.http import choice

register_converter(choice(SeatMove), "seat_move")

app_name = "trainings"
urlpatterns = [
    path("", views.listing, name="list"),
    path("set/", views.set_one, name="set"),
    path("sessions/", views.set_when, name="when"),
    path("<int:pk>/", views.session, name="session"),
    path("<int:pk>/book/", views.book_seats, name="book"),
    path("<int:pk>/mark/", views.mark, name="mark"),
    path("seats/<int:pk>/<seat_move:move>/", views.step, name="step"),
]
