"""The look alone, with one page that a reader may read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from wenming.kit.flow import Refused
from wenming.web.http import refused


@login_not_required
def plain(request: HttpRequest) -> HttpResponse:
    """An empty page in the frame."""
    return render(request, "web/base.html")


@login_not_required
def no(request: HttpRequest, reason: str) -> HttpResponse:
    """A refusal."""
    return refused(request, Refused(reason, "note", "photo"), now="整改中", back="/plain/")


@login_not_required
def told(request: HttpRequest) -> HttpResponse:
    """A page after a step."""
    messages.success(request, "已派遣 9 件")
    return render(request, "web/base.html")


urlpatterns = [
    path("", include("wenming.web.urls")),
    path("told/", told),
    path("plain/", plain, name="plain"),
    path("no/<str:reason>/", no),
    path("cases/", include(([path("", plain, name="list")], "cases"))),
    path("people/", include(([path("", plain, name="people")], "org"))),
]
