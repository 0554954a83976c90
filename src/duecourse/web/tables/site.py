"""The site of the tables: its door, its addresses, its menu, what a browser may do on it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from unfold.sites import UnfoldAdminSite

from duecourse.services.rights import Right
from duecourse.web.allowed import View, allowed
from duecourse.web.middleware import POLICY
from duecourse.web.pages.login import Logout
from duecourse.web.tables.proxies import GROUPS
from duecourse.web.tables.words import word_now

NOT_OURS = {
    *("login", "logout", "password_change", "password_change_done"),
    *("autocomplete", "view_on_site", "search"),
}
"""Addresses that the library brings and the house has another for, or none."""
LOOSER = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-eval'").replace(
    "style-src 'self'", "style-src 'self' 'unsafe-inline'"
)
"""What the library's pages need, and no page of ours (docs/adr/0111-plain-tables.md)."""


class TablesSite(UnfoldAdminSite):
    """The tables, for administrators, and to read for auditors."""

    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in whom the door let in."""
        return bool(request.user.is_active)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Put the house's door before a page, and the browser's rules on it."""
        inner = super().admin_view(view, cacheable)

        def answered(request: HttpRequest, *args: object, **named: object) -> HttpResponse:
            answer = inner(request, *args, **named)
            answer.headers["Content-Security-Policy"] = LOOSER
            return answer

        return allowed(Right.TABLES)(answered)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Leave out what the house has another page for; the way out is the house's own."""
        kept = [one for one in super().get_urls() if getattr(one, "name", None) not in NOT_OURS]
        return [
            path("logout/", Logout.as_view(), name="logout"),
            path("search/", self.index, name="search"),
            *kept,
        ]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """List the tables in the groups of the house."""
        found = super().get_app_list(request, app_label)
        models = {one["model"]: one for app in found for one in app["models"]}
        return [
            {
                **found[0],
                "name": word_now()(f"tables.group.{group}"),
                "models": [models[table] for table in tables if table in models],
            }
            for group, tables in GROUPS.items()
            if found
        ]

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Show the groups at the side."""
        return [
            {
                "title": group["name"],
                "items": [
                    {
                        "title": one["name"],
                        "link": one["admin_url"],
                        "active": request.path.startswith(one["admin_url"]),
                        "has_permission": True,
                    }
                    for one in group["models"]
                ],
            }
            for group in self.get_app_list(request)
        ]
