"""Addresses of everything about people, units, areas and the calendar."""

from django.urls import path, re_path

from wenming.org import urls as org
from wenming.staff import views

app_name = org.app_name
urlpatterns = [
    *org.urlpatterns,
    path("me/", views.me, name="me"),
    path("me/keys/", views.make_key, name="make_key"),
    path("me/keys/<int:pk>/", views.revoke_key, name="revoke_key"),
    path("people/", views.people, name="people"),
    path("people/new/", views.new, name="new_person"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/appoint/", views.appoint, name="appoint"),
    path("people/<int:pk>/password/", views.password, name="password"),
    path("people/<int:pk>/active/", views.active, name="active"),
    path("posts/<int:pk>/end/", views.end_post, name="end_post"),
    path("groups/", views.groups, name="groups"),
    path("groups/<int:pk>/", views.group, name="group"),
    path("calendar/", views.days, name="calendar"),
    path("calendar/<int:year>/", views.days, name="year"),
    re_path(r"^calendar/(?P<day>\d{4}-\d\d-\d\d)/$", views.clear_day, name="clear_day"),
]
