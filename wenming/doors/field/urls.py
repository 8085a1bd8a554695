"""Addresses of the pages for who goes there, and of a round's steps."""

from django.urls import path, register_converter

from wenming.doors.field import views
from wenming.loop.inspections.rules import RoundMove
from wenming.web.http import choice

register_converter(choice(RoundMove), "round_move")

app_name = "field"
urlpatterns = [
    path("", views.today, name="today"),
    path("stops/<int:pk>/", views.record, name="record"),
    path("rounds/<int:pk>/sites/", views.choose, name="choose"),
    path("rounds/<int:pk>/sites/<str:code>/", views.record_at, name="record_at"),
    path("rounds/<int:pk>/<round_move:move>/", views.step, name="move"),
    path("findings/<uuid:pk>/correct/", views.correct, name="correct"),
]
