"""Addresses of the pages about cases in general; loop.casework adds those of one case."""

from django.urls import path

from wenming.loop.cases import views

app_name = "cases"
urlpatterns = [
    path("", views.listing, name="list"),
    path("ledger.xlsx", views.export, name="export"),
    path("asks/", views.asks, name="asks"),
    path("<int:pk>/photos/<str:sha256>", views.photo, name="photo"),
]
