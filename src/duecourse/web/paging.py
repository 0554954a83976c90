"""Lists, fifty rows a page, sorted by what the address says."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Model, QuerySet
from django.http import HttpRequest

ROWS = 50


class Counted(Paginator):
    """Pages of rows that were counted already."""

    def __init__(self, rows: Any, count: int) -> None:
        """Take the rows and how many there are."""
        super().__init__(rows, ROWS)
        self.counted = count

    @property
    def count(self) -> int:
        """Return how many rows there are, without asking again."""
        return self.counted


def page_of(request: HttpRequest, rows: Any, count: int | None = None) -> Page:
    """Take the page that is asked for; a number that is none is the first or the last."""
    pages = Paginator(rows, ROWS) if count is None else Counted(rows, count)
    return pages.get_page(request.GET.get("page"))


def sort_asked_for(request: HttpRequest, columns: Mapping[str, str], *, first: str) -> str:
    """Return by which column a list is to be sorted, ``-`` before it for the largest first."""
    asked = request.GET.get("sort", first)
    return asked if asked.removeprefix("-") in columns else first


def in_order(
    rows: "QuerySet[Model]", sort: str, columns: Mapping[str, str], *, then: str
) -> "QuerySet[Any]":
    """Sort rows, the unknown last, ties by ``then``."""
    field = F(columns[sort.removeprefix("-")])
    by = field.desc(nulls_last=True) if sort.startswith("-") else field.asc(nulls_last=True)
    return rows.order_by(by, then)
