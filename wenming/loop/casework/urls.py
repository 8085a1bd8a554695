"""Addresses of everything about cases: those in general, and the steps of one."""

from django.urls import path, register_converter

from wenming.loop.cases import urls as cases
from wenming.loop.cases.rules import Move
from wenming.loop.casework import views
from wenming.web.http import choice

register_converter(choice(Move), "case_move")

app_name = cases.app_name
urlpatterns = [
    *cases.urlpatterns,
    path("assign/", views.assign, name="assign"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/<case_move:move>/", views.move, name="move"),
]
