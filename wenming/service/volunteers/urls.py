"""Addresses of the pages of teams and of the persons who volunteer."""

from django.urls import path, register_converter

from wenming.service.volunteers import desk, views
from wenming.service.volunteers.rules import TeamMove
from wenming.web.http import choice

register_converter(choice(TeamMove), "team_move")

app_name = "volunteers"
urlpatterns = [
    path("", views.listing, name="list"),
    path("apply/", views.put_forward, name="apply"),
    path("firms/apply/", views.firm, name="firm"),
    path("people/", desk.people, name="people"),
    path("people/new/", desk.register_one, name="new"),
    path("people/<int:pk>/", desk.person, name="person"),
    path("people/<int:pk>/forget/", desk.forget, name="forget"),
    path("people/<int:pk>/data.json", desk.as_json, name="json"),
    path("people/<int:pk>/data.xlsx", desk.as_sheets, name="sheets"),
    path("me/", desk.me, name="me"),
    path("<int:pk>/<team_move:move>/", views.step, name="step"),
]
