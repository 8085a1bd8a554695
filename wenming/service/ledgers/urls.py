"""Addresses of the pages of hours."""

from django.urls import path

from wenming.service.ledgers import views

app_name = "ledgers"
urlpatterns = [
    path("", views.city, name="city"),
    path("me/", views.me, name="me"),
    path("people/<int:pk>/", views.person, name="person"),
    path("units/<int:pk>/", views.unit, name="unit"),
    path("units/<int:pk>/record/", views.record_one, name="record"),
    path("units/<int:pk>/confirm/", views.confirm_some, name="confirm"),
    path("lines/<int:pk>/reverse/", views.reverse_one, name="reverse"),
    path("levels/", views.levels, name="levels"),
]
