"""Addresses of the pages of editions."""

from django.urls import path, register_converter

from wenming.loop.standards import views
from wenming.loop.standards.rules import EditionMove
from wenming.web.http import choice

register_converter(choice(EditionMove), "edition_move")

app_name = "standards"
urlpatterns = [
    path("", views.listing, name="list"),
    path("items/<int:pk>/", views.item, name="item"),
    path("units/<int:unit>/", views.of_unit, name="of_unit"),
    path("<int:pk>/", views.detail, name="edition"),
    path("<int:pk>/<edition_move:move>/", views.move, name="move"),
    path("<int:pk>/book.xlsx", views.book, name="book"),
    path("<int:pk>/units/<int:unit>/", views.unit, name="unit"),
    path("<int:pk>/nobody/", views.orphans, name="orphans"),
    path("<int:pk>/against/<int:other>/", views.compare, name="compare"),
    path("<int:pk>/profile/", views.profile, name="profile"),
]
