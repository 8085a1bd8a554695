"""Addresses of what is going on, of enrolling, of slips, and of the station's desk."""

from django.urls import path, register_converter

from wenming.service.enrolments import desk, views
from wenming.service.enrolments.rules import Move
from wenming.web.http import choice

register_converter(choice(Move), "enrolment_move")

app_name = "enrolments"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<int:pk>/", views.course, name="course"),
    path("slips/", views.lookup, name="lookup"),
    path("slips/<str:number>/<str:code>/", views.slip, name="slip"),
    path("slips/<str:number>/<str:code>/<enrolment_move:move>/", views.slip_move, name="slip_move"),
    path("mine/", views.mine, name="mine"),
    path("enrolments/<int:pk>/<enrolment_move:move>/", desk.move, name="move"),
    path("<int:pk>/desk/", desk.desk, name="desk"),
    path("<int:pk>/edit/", desk.edit, name="edit"),
    path("<int:pk>/sessions/", desk.sessions, name="sessions"),
    path("<int:pk>/call_off/", desk.call_off, name="call_off"),
    path("<int:pk>/list.xlsx", desk.sheet, name="sheet"),
    path("sessions/<int:pk>/", desk.attendance, name="attendance"),
    path("sessions/<int:pk>/drop/", desk.drop, name="drop"),
]
