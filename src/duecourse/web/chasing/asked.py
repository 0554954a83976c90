"""What a form says, read; what cannot be read is refused in words."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import HttpRequest

from duecourse.store.chasing_facts import NotSensible

MOST = 1_000_000_000_000
"""A sum above it is a slip of the hand."""
SHOWN = 40


def day_asked(request: HttpRequest, name: str) -> date | None:
    """Read a day; None where nothing was entered.

    Raises:
        NotSensible: it is no day.
    """
    text = request.POST.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        shown = text[:SHOWN]
        raise NotSensible(f"{shown} is no day.", "chased-day", text=shown) from None


def amount_asked(request: HttpRequest, name: str) -> Decimal | None:
    """Read an amount, thousands with or without commas; None where nothing was entered.

    Raises:
        NotSensible: it is no amount.
    """
    text = request.POST.get(name, "").strip()
    if not text:
        return None
    try:
        value = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) > MOST:
        shown = text[:SHOWN]
        raise NotSensible(f"{shown} is no amount.", "chased-amount", text=shown)
    return value.quantize(Decimal("0.0001"))


def number_asked(request: HttpRequest, name: str) -> int:
    """Read the number of a row; 0, which no row has, where it is none."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < SHOWN // 2 else 0


def text_asked(request: HttpRequest, name: str) -> str:
    """Read a text, without what no database keeps."""
    return request.POST.get(name, "").replace("\x00", "").strip()
