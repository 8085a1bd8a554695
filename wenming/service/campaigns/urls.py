"""Addresses of campaigns."""

from django.urls import path, re_path, register_converter

from wenming.service.campaigns import desk, public, views
from wenming.service.campaigns.rules import Move
from wenming.web.http import choice

register_converter(choice(Move), "campaign_move")
app_name = "campaigns"
urlpatterns = [
    path("", views.listing, name="list"),
    path("open/", public.board, name="board"),
    path("open/feed.atom", public.atom, name="atom"),
    path("open/campaigns.ics", public.calendar, name="calendar"),
    path("open/<int:pk>/", public.shown, name="shown"),
    path("open/<int:pk>.json", public.data, name="data"),
    path("open/<int:pk>.csv", public.table, name="table"),
    path("new/", views.define, name="new"),
    path("<int:pk>/", views.campaign, name="campaign"),
    path("<int:pk>/edit/", views.define, name="edit"),
    path("<int:pk>/book/", desk.bring, name="bring"),
    path("<int:pk>/book.xlsx", desk.book, name="book"),
    re_path(
        r"^(?P<pk>\d+)/units/(?P<unit>\d+)/paper\.(?P<kind>docx|pdf)$", desk.paper, name="paper"
    ),
    path("<int:pk>/returns/", views.returns, name="returns"),
    path("<int:pk>/units/<int:unit>/", views.report, name="report"),
    path("<int:pk>/<campaign_move:move>/", views.step, name="step"),
    path("returns/<int:pk>/vouch/", views.vouch, name="vouch"),
]
