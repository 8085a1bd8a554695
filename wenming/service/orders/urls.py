"""Addresses of ordering and of orders."""

from django.urls import path, register_converter

from wenming.service.orders import views
from wenming.service.orders.rules import Move
from wenming.web.http import choice

register_converter(choice(Move), "order_move")

app_name = "orders"
urlpatterns = [
    path("", views.listing, name="list"),
    path("figures/", views.figures, name="figures"),
    path("at/<int:pk>/", views.menu, name="menu"),
    path("at/<int:pk>/<int:offer>/", views.new, name="new"),
    path("<int:pk>/", views.detail, name="order"),
    path("<int:pk>/<order_move:move>/", views.move, name="move"),
]
