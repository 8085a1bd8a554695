"""Addresses of posts, their months, and who stands there."""

from django.urls import path, register_converter

from wenming.service.shifts import desk, feeds, views
from wenming.service.shifts.rules import PlaceMove
from wenming.web.http import choice

register_converter(choice(PlaceMove), "placemove")

app_name = "shifts"
urlpatterns = [
    path("", views.listing, name="list"),
    path("now/", views.now, name="now"),
    path("mine/", views.mine, name="mine"),
    path("feed/", feeds.address, name="address"),
    path("feed/<int:user>-<str:secret>.ics", feeds.feed, name="feed"),
    path("make/", desk.make, name="make"),
    path("patterns/", desk.patterns, name="patterns"),
    path("patterns/<int:pk>/", desk.patterns, name="pattern"),
    path("posts/new/", desk.edit, name="new"),
    path("posts/<int:pk>/", views.post, name="post"),
    path("posts/<int:pk>/edit/", desk.edit, name="edit"),
    path("posts/<int:pk>/close/", desk.close, name="close"),
    path("units/<int:pk>/", views.unit, name="unit"),
    path("<int:pk>/", views.shift, name="shift"),
    path("<int:pk>/on/", views.on, name="on"),
    path("<int:pk>/drop/", desk.drop, name="drop"),
    path("<int:pk>/mark/", views.mark, name="mark"),
    path("places/<int:pk>/<placemove:move>/", views.step, name="step"),
]
