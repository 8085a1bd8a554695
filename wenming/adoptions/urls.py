"""Addresses of the yearly allocation."""

from django.urls import path

from wenming.adoptions import views

app_name = "adoptions"
urlpatterns = [
    path("", views.listing, name="list"),
    path("wishes/", views.say, name="say"),
    path("wishes/<int:pk>/unsay/", views.unsay, name="unsay"),
    path("<int:pk>/", views.plan, name="plan"),
    path("<int:pk>/sites/<int:site>/", views.change, name="change"),
]
