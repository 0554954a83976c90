"""The store as an application of Django."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Holds every table; ``models`` gathers them."""

    name = "duecourse.store"
    label = "store"
    verbose_name = "Duecourse"
    default_auto_field = "django.db.models.BigAutoField"
