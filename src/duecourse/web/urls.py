"""Addresses of the application."""

from django.urls import URLPattern, path

from duecourse.web.health import health

urlpatterns: list[URLPattern] = [
    path("healthz", health, name="health"),
]
