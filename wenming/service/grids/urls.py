"""Addresses of grids, their people and their matters."""

from django.urls import path, register_converter

from wenming.service.grids import views
from wenming.service.grids.rules import Move
from wenming.web.http import choice

register_converter(choice(Move), "matter_move")

app_name = "grids"
urlpatterns = [
    path("", views.listing, name="list"),
    path("people/", views.people, name="people"),
    path("people/<int:pk>/join/<int:other>/", views.join, name="join"),
    path("ties/<int:pk>/end/", views.end, name="end"),
    path("matters/", views.matters, name="matters"),
    path("matters/<int:pk>/", views.matter, name="matter"),
    path("matters/<int:pk>/<matter_move:move>/", views.move, name="move"),
    path("<int:pk>/", views.grid, name="grid"),
    path("<int:pk>/people/", views.bring, name="bring"),
    path("<int:pk>/matters/", views.file, name="file"),
]
