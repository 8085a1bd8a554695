"""Addresses of the pages of teams."""

from django.urls import path, register_converter

from wenming.service.volunteers import views
from wenming.service.volunteers.rules import TeamMove
from wenming.web.http import choice

register_converter(choice(TeamMove), "team_move")

app_name = "volunteers"
urlpatterns = [
    path("", views.listing, name="list"),
    path("apply/", views.put_forward, name="apply"),
    path("<int:pk>/<team_move:move>/", views.step, name="step"),
]
