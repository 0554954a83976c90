"""What the frame around every page shows: the menu of a role, the day, the language."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from duecourse.services.rights import Right, may
from duecourse.store.people import User
from duecourse.store.positions import PositionCustomer, PositionDay, latest_day
from duecourse.web.toasts import shown_once


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu: its wording, its page, the right that it takes, the key to press."""

    key: str
    url: str
    right: Right
    press: str = ""


MENU: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "",
        (Entry("overview", "overview", Right.OVERVIEW, "o"),),
    ),
    (
        "work",
        (
            Entry("overdue", "worklist-overdue", Right.OVERDUE, "w"),
            Entry("letters", "letters", Right.LETTERS, "l"),
            Entry("holds", "worklist-holds", Right.HOLDS, "h"),
            Entry("limits", "worklist-limits", Right.LIMITS, "m"),
            Entry("orders", "worklist-orders", Right.ORDERS, "s"),
            Entry("alerts", "worklist-alerts", Right.ALERTS, "a"),
            Entry("contracts", "worklist-contracts", Right.CONTRACTS, "t"),
            Entry("cash", "worklist-cash", Right.CASH, "u"),
            Entry("write_offs", "worklist-write-offs", Right.WRITE_OFFS, "b"),
            Entry("reviews", "worklist-reviews", Right.REVIEWS, "r"),
        ),
    ),
    (
        "receivables",
        (Entry("customers", "customers", Right.CUSTOMERS, "c"),),
    ),
    (
        "company",
        (
            Entry("policy", "policy", Right.POLICY, "p"),
            Entry("quarter", "quarter", Right.QUARTER, "q"),
            Entry("imports", "imports", Right.IMPORTS, "i"),
            Entry("facts", "worklist-facts", Right.FACTS, "f"),
            Entry("tables", "admin:index", Right.TABLES, "d"),
        ),
    ),
)
"""The menu, group by group; a person sees what their role may see."""


def menu_of(user: User) -> list[tuple[str, list[Entry]]]:
    """Return the menu of a person, groups without an entry left out."""
    groups = [(name, [one for one in entries if may(user, one.right)]) for name, entries in MENU]
    return [(name, entries) for name, entries in groups if entries]


def day_in_use(request: HttpRequest) -> PositionDay | None:
    """Return the latest day with a position, asked for once a request."""
    if not hasattr(request, "position_day"):
        request.position_day = latest_day()
    return request.position_day


def standing_of(day: PositionDay, customer_ids: Collection[str]) -> dict[str, PositionCustomer]:
    """Return some customers of a day by id."""
    rows = PositionCustomer.objects.filter(day=day, customer_id__in=customer_ids)
    return {row.customer_id: row for row in rows}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give every template the language, and whoever is signed in the menu and the day."""
    language = getattr(request, "language", "zh")
    told: dict[str, Any] = {
        "language": language,
        "other_language": "en" if language == "zh" else "zh",
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return told
    found = request.resolver_match
    return {
        **told,
        "menu": menu_of(user),
        "here": found.url_name if found else "",
        "day": day_in_use(request),
        "toasts": shown_once(request),
    }
