"""Addresses of the application."""

from django.urls import URLPattern, URLResolver, include, path

from duecourse.web.api.interface import addresses
from duecourse.web.health import health
from duecourse.web.tables.registry import tables_site

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("duecourse.web.pages.urls")),
    path("tables/", tables_site().urls),
    path("api/", addresses()),
    path("healthz", health, name="health"),
]
