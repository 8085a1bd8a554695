"""Addresses of adopted streets."""

from django.urls import path

from wenming.duties import views

app_name = "duties"

urlpatterns = [
    path("", views.segments, name="list"),
    path("<int:pk>/hand-over/", views.hand_over, name="hand_over"),
]
