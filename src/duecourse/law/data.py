"""The law files shipped in the package: dated facts, read once."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

COUNTRIES = ("CN", "DE", "FR", "GB")
"""Whose law is held, by ISO 3166-1 code."""

ALSO_WRITTEN = {"UK": "GB", "CHN": "CN", "DEU": "DE", "FRA": "FR", "GBR": "GB"}


def held_country(country: str) -> str | None:
    """Return the code under which a country's law is held; None where it is not.

    >>> held_country("uk"), held_country("SE")
    ('GB', None)
    """
    code = country.strip().upper()
    code = ALSO_WRITTEN.get(code, code)
    return code if code in COUNTRIES else None


def law_path(country: str, name: Literal["late_interest", "terms"]) -> str:
    """Name the file that holds a country's rules, as messages point at it.

    >>> law_path("DE", "terms")
    'law/de/terms.toml'
    """
    return f"law/{country.lower()}/{name}.toml"


@cache
def law_data(country: str, name: Literal["late_interest", "terms"]) -> Mapping[str, Any]:
    """Parse one law file of a country that is held; numbers arrive as Decimal."""
    file = files("duecourse.law").joinpath(country.lower(), f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
