"""Addresses of signing up for shifts."""

from django.urls import path, register_converter

from wenming.service.signups import desk, presence, views
from wenming.service.signups.rules import SignupMove
from wenming.web.http import choice

register_converter(choice(SignupMove), "signupmove")

app_name = "signups"
urlpatterns = [
    path("", views.listing, name="list"),
    path("mine/", views.mine, name="mine"),
    path("posts/", desk.posts, name="posts"),
    path("posts/<int:pk>/open/", desk.open_up, name="open"),
    path("<int:pk>/", views.shift, name="shift"),
    path("<int:pk>/join/", views.join, name="join"),
    path("<int:pk>/close/", desk.close, name="close"),
    path("<int:pk>/code/", presence.code, name="code"),
    path("<int:pk>/come/", presence.come, name="come"),
    path("of/<int:pk>/<signupmove:move>/", views.step, name="step"),
]
