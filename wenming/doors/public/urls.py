"""Addresses that are open to everybody."""

from django.urls import path, register_converter

from wenming.doors.public import views
from wenming.service.orders.rules import Move
from wenming.web.http import choice

register_converter(choice(Move), "open_move")

app_name = "public"
urlpatterns = [
    path("", views.front, name="front"),
    path("feed.atom", views.feed, name="feed"),
    path("stations/<int:pk>/", views.station, name="station"),
    path("stations/<int:pk>/<int:offer>/", views.order, name="order"),
    path("orders/", views.lookup, name="lookup"),
    path("orders/<str:number>/<str:code>/", views.slip, name="slip"),
    path("orders/<str:number>/<str:code>/<open_move:move>/", views.move, name="move"),
]
