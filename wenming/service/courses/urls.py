"""Addresses of courses: setting one up, calendars, the feed."""

from django.urls import path

from wenming.service.courses import views

app_name = "courses"
urlpatterns = [
    path("new/<int:pk>/", views.new, name="new"),
    path("at/<int:pk>/calendar.ics", views.calendar, name="calendar"),
    path("feed.atom", views.feed, name="feed"),
]
