"""What became of an attempt to deliver something, whichever way it went."""

from dataclasses import dataclass
from typing import Literal

Became = Literal["sent", "later", "refused", "unknown"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """``sent``: taken over; ``later``: surely not, and it may be tried again; ``refused``: surely
    not, and never; ``unknown``: the connection broke when it may have been taken over.

    ``code`` is worded by ``letter.why``; ``detail`` is what the other side said.
    """

    became: Became
    code: str = ""
    detail: str = ""


LONGEST = 500


def delivered(detail: str = "") -> Delivery:
    """Say that the other side took it over."""
    return Delivery("sent", "", detail[:LONGEST])


def later(detail: str) -> Delivery:
    """Say that it surely did not go, and may be tried again."""
    return Delivery("later", "try-later", detail[:LONGEST])


def refused(detail: str, code: str = "refused") -> Delivery:
    """Say that the other side will never take it."""
    return Delivery("refused", code, detail[:LONGEST])


def unknown(detail: str) -> Delivery:
    """Say that nobody knows."""
    return Delivery("unknown", "outcome-unknown", detail[:LONGEST])
