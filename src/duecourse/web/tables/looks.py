"""How the library's pages look: the house's name, colours and way back."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from duecourse.web.tables.words import word_now


def name(_: HttpRequest) -> str:
    """Name the product."""
    return word_now()("web.brand")


def title(_: HttpRequest) -> str:
    """Name this part of it."""
    return word_now()("tables.title")


def way_back(_: HttpRequest) -> str:
    """Lead back to the pages."""
    return reverse("overview")


def mark(_: HttpRequest) -> str:
    """Show the due line."""
    return static("duecourse.svg")


def stylesheet(_: HttpRequest) -> str:
    """Add what the library's stylesheet lacks."""
    return static("tables.css")


def links(_: HttpRequest) -> list[dict[str, str]]:
    """Stand where the library would offer its own page for passwords."""
    return [{"title": word_now()("tables.back"), "link": reverse("overview")}]


def shades(*colours: str) -> dict[str, str]:
    """Give eleven colours, pale to dark, the numbers by which the library calls them."""
    numbers = (50, *range(100, 1000, 100), 950)
    return {str(number): colour for number, colour in zip(numbers, colours, strict=True)}


LOOKS: dict[str, Any] = {
    "SITE_TITLE": "duecourse.web.tables.looks.name",
    "SITE_HEADER": "duecourse.web.tables.looks.name",
    "SITE_SUBHEADER": "duecourse.web.tables.looks.title",
    "SITE_URL": "duecourse.web.tables.looks.way_back",
    "SITE_ICON": "duecourse.web.tables.looks.mark",
    "STYLES": ["duecourse.web.tables.looks.stylesheet"],
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": mark}],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": True,
    "BORDER_RADIUS": "6px",
    "ACCOUNT": {"navigation": "duecourse.web.tables.looks.links"},
    "COLORS": {
        "primary": shades(
            *("#f1f7f6", "#e2efed", "#c3dedb", "#93d6d2", "#74c5c1", "#3a9794"),
            *("#0c5c60", "#084a4e", "#073d40", "#06292b", "#041c1e"),
        ),
        "base": shades(
            *("#f6f6f2", "#f0f0ea", "#e3e3dc", "#cfd0c9", "#6f797b", "#5f6a6d"),
            *("#475255", "#30393b", "#1b2223", "#161c1d", "#101516"),
        ),
    },
}
