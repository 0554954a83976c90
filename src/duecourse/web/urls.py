"""Addresses of the application."""

from django.urls import URLPattern, URLResolver, include, path

from duecourse.web.api.interface import addresses
from duecourse.web.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("duecourse.web.pages.urls")),
    path("api/", addresses()),
    path("healthz", health, name="health"),
]
