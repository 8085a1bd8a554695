"""Addresses of the matching of orders."""

from django.urls import path

from wenming.service.matching import views

app_name = "matching"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<int:pk>/", views.plan, name="plan"),
    path("<int:pk>/orders/<int:order>/", views.change, name="change"),
]
