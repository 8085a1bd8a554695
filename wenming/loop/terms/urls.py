"""Address of the time limits."""

from django.urls import path

from wenming.loop.terms import views

app_name = "terms"
urlpatterns = [path("", views.terms, name="terms")]
