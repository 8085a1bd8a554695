"""Addresses of briefs."""

from django.urls import path, re_path

from wenming.service.briefs import views

app_name = "briefs"
urlpatterns = [
    path("<int:pk>/write/", views.write, name="write"),
    path("<int:pk>/<int:number>/", views.brief, name="brief"),
    re_path(r"^(?P<pk>\d+)/(?P<number>\d+)\.(?P<kind>docx|pdf)$", views.paper, name="paper"),
]
