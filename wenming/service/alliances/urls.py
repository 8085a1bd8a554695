"""Addresses of alliances."""

from django.urls import path

from wenming.service.alliances import views

app_name = "alliances"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/<int:year>/", views.year, name="year"),
    path("<int:pk>/<int:year>/plan/<int:quarter>/", views.plan, name="plan"),
    path("<int:pk>/<int:year>/months/<int:month>/", views.month, name="month"),
]
