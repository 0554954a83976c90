"""The pages as an application of Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Holds pages, templates and the stylesheet; no table."""

    name = "duecourse.web"
    label = "web"
