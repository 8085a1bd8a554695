"""Addresses of the pages of workbooks."""

from django.urls import path, register_converter

from wenming.doors.workbooks import views
from wenming.doors.workbooks.rules import Kind
from wenming.web.http import choice

register_converter(choice(Kind), "book_kind")

app_name = "workbooks"
urlpatterns = [
    path("", views.start, name="load"),
    path("out/<book_kind:kind>/", views.take_out, name="dump"),
    path("<str:token>/", views.preview, name="preview"),
    path("<str:token>/decide/", views.decide, name="decide"),
    path("<str:token>/marked/", views.marked, name="marked"),
]
