"""The pages as an application of Django."""

from django.apps import AppConfig

from duecourse.web.tables.words import worded


class WebConfig(AppConfig):
    """Holds pages, templates and the stylesheet; no table."""

    name = "duecourse.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = worded("title")
