"""Addresses of the pages of certificates."""

from django.urls import path, register_converter

from wenming.service.certificates import views
from wenming.service.certificates.rules import PaperMove
from wenming.web.http import choice

register_converter(choice(PaperMove), "paper_move")

app_name = "certificates"
urlpatterns = [
    path("", views.listing, name="list"),
    path("check/<slug:code>/", views.check, name="check"),
    path("of/<int:pk>/", views.ask, name="ask"),
    path("<int:pk>/", views.certificate, name="certificate"),
    path("<int:pk>/paper.pdf", views.paper, name="paper"),
    path("<int:pk>/<paper_move:move>/", views.step, name="step"),
]
