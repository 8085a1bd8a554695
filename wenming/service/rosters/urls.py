"""Addresses of proposed rosters."""

from django.urls import path, re_path

from wenming.service.rosters import views

app_name = "rosters"
urlpatterns = [
    re_path(r"^units/(?P<pk>\d+)/(?P<said>\d{4}-\d\d)/$", views.month, name="month"),
    re_path(r"^units/(?P<pk>\d+)/(?P<said>\d{4}-\d\d)/mend/$", views.mend, name="mend"),
    path("<int:pk>/", views.plan, name="plan"),
    re_path(
        r"^(?P<pk>\d+)/(?P<member>\d+)/(?P<day>\d{4}-\d\d-\d\d)/$", views.change, name="change"
    ),
]
