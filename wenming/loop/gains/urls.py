"""Addresses of what to mend first."""

from django.urls import path

from wenming.loop.gains import views

app_name = "gains"

urlpatterns = [path("<int:pk>/gains/", views.gains, name="gains")]
