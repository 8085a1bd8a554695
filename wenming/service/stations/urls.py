"""Addresses of the pages of stations."""

from django.urls import path

from wenming.service.stations import desk, views

app_name = "stations"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", desk.new, name="new"),
    path("offers/", desk.offers, name="offers"),
    path("offers/new/", desk.dish, name="new_dish"),
    path("offers/<int:key>/", desk.dish, name="dish"),
    path("offers/<int:key>/close/", desk.close, name="close"),
    path("closures/<int:key>/reopen/", desk.reopen, name="reopen"),
    path("<int:pk>/", views.detail, name="station"),
    path("<int:pk>/edit/", desk.edit, name="edit"),
    path("<int:pk>/venues/new/", desk.venue, name="new_venue"),
    path("<int:pk>/venues/<int:key>/", desk.venue, name="venue"),
    path("<int:pk>/offers/new/", desk.offer, name="new_offer"),
    path("<int:pk>/offers/<int:key>/", desk.offer, name="offer"),
    path("<int:pk>/closures/", desk.closures, name="closures"),
    path("<int:pk>/book/", views.book, name="book"),
    path("bookings/<int:pk>/cancel/", views.cancel, name="cancel"),
]
