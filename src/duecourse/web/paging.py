"""Lists, fifty rows a page, sorted by what the address says."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Model, QuerySet
from django.http import HttpRequest

ROWS = 50


def page_of(request: HttpRequest, rows: "QuerySet[Model]") -> Page:
    """Take the page that is asked for; a number that is none is the first or the last."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))


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
