"""Addresses of the steps of a proposal; each kind has its own pages."""

from django.urls import path, register_converter

from wenming.proposals import views
from wenming.proposals.rules import Move
from wenming.web.http import choice

register_converter(choice(Move), "proposal_move")

app_name = "proposals"
urlpatterns = [path("<int:pk>/<proposal_move:move>/", views.step, name="step")]
