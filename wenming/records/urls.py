"""Addresses of the inbox and of the seals."""

from django.urls import path

from wenming.records import views

app_name = "records"

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read, name="read_all"),
    path("inbox/<int:pk>/", views.read, name="read"),
    path("seals/", views.seals, name="seals"),
]
