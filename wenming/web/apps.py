"""The look as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, tags and static files that every other app builds its pages from."""

    name = "wenming.web"
    label = "web"
