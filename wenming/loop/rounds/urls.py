"""Addresses of rounds and of the visits recorded for them."""

from django.urls import path

from wenming.loop.inspections import views as visits
from wenming.loop.rounds import views

app_name = "inspections"
urlpatterns = [
    path("", views.rounds, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.detail, name="round"),
    path("<int:pk>/draw/", views.draw, name="draw"),
    path("<int:pk>/frame.tsv", views.frame, name="frame"),
    path("<int:pk>/stops.xlsx", views.export, name="export"),
    path("<int:pk>/share/", views.share, name="share"),
    path("stops/<int:pk>/hand/", views.hand, name="hand"),
    path("stops/<int:pk>/replace/", views.replace, name="replace"),
    path("visits/<uuid:pk>/", visits.detail, name="visit"),
    path("visits/<uuid:pk>/photos/<str:sha256>/", visits.photo, name="photo"),
]
