"""Cells of the tables: each value as the house writes it."""

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from duecourse.present import numbers
from duecourse.web.tables.words import heading_of, language_in_use, said, word_now

Cell = Callable[[Model], Any]


def cell(column: str, group: str = "") -> Cell:
    """Make what shows one column of a row; ``group`` begins the wordings of its codes."""

    def shown(row: Model) -> Any:
        value = getattr(row, column)
        return word_now().known(f"{group}{value}", value) if group else written(value)

    shown.__name__ = column
    shown.short_description = said(lambda: heading_of(column))  # type: ignore[attr-defined]
    shown.admin_order_field = column  # type: ignore[attr-defined]
    return shown


def written(value: Any) -> Any:
    """Write a value: days and amounts as on the pages, what has a shape of its own as it stands."""
    match value:
        case bool():
            return word_now()("tables.yes" if value else "tables.no")
        case date():
            return moment(value)
        case Decimal():
            return f"{value:,}"
        case list() | dict():
            return as_it_stands(json.dumps(value, ensure_ascii=False, indent=1)) if value else None
        case str() if "\n" in value:
            return as_it_stands(value)
        case _:
            return value


def moment(value: date) -> str:
    """Write a day; the minute too where it is known."""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return numbers.day(value, language_in_use())


def as_it_stands(text: str) -> SafeString:
    """Write text with its lines."""
    return format_html("<pre>{}</pre>", text)
