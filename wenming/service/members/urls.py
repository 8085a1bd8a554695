"""Addresses of teams and their members."""

from django.urls import path

from wenming.service.members import views

app_name = "members"
urlpatterns = [
    path("units/<int:pk>/", views.team, name="team"),
    path("units/<int:pk>/grant/", views.grant, name="grant"),
    path("<int:pk>/", views.member, name="member"),
    path("<int:pk>/leave/", views.leave, name="leave"),
    path("<int:pk>/wish/", views.wish, name="wish"),
    path("<int:pk>/wishes/<int:wish>/", views.unwish, name="unwish"),
]
