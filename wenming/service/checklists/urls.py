"""Addresses of what stations must have, and have."""

from django.urls import path, register_converter

from wenming.service.checklists import views
from wenming.service.checklists.rules import Move
from wenming.web.http import choice

register_converter(choice(Move), "evidence_move")

app_name = "checklists"
urlpatterns = [
    path("", views.listing, name="list"),
    path("export/", views.export, name="export"),
    path("lists/", views.lists, name="lists"),
    path("lists/new/", views.define, name="define"),
    path("lists/<int:pk>/", views.define, name="change"),
    path("stations/<int:pk>/", views.station, name="station"),
    path("stations/<int:pk>/<int:point>/", views.record, name="record"),
    path("evidence/<int:pk>/file/", views.file, name="file"),
    path("evidence/<int:pk>/<evidence_move:move>/", views.judge, name="judge"),
]
