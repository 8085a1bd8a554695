"""Addresses of everything about editions: those in general, and their negative lists."""

from django.urls import path, register_converter

from wenming.loop.bars import views
from wenming.loop.standards import urls as standards
from wenming.loop.standards.rules import BarMove
from wenming.web.http import choice

register_converter(choice(BarMove), "bar_move")

app_name = standards.app_name
urlpatterns = [
    *standards.urlpatterns,
    path("bars/", views.bars, name="bars"),
    path("bars/<int:bar>/<bar_move:move>/", views.move_bar, name="bar_move"),
    path("<int:pk>/bars/", views.bars, name="edition_bars"),
    path("<int:pk>/bars/write/", views.write_bar, name="add_bar"),
    path("<int:pk>/bars/<int:bar>/", views.write_bar, name="write_bar"),
]
