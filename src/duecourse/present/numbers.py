"""Numbers and days as people read them: separators, a true minus, unknown as a word."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duecourse.present.kpi_text import rounded_number
from duecourse.present.wording import words
from duecourse.values.money import decimals_of
from duecourse.values.says import Language

Number = Decimal | float | int | None
MINUS = "\u2212"
MYRIAD, HUNDRED_MILLION, MILLION = Decimal(10_000), Decimal(100_000_000), Decimal(1_000_000)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Shown:
    """A number with its unit beside it; the unit may be empty."""

    value: str
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.value} {self.unit}".strip()


def number(value: Number, digits: int, language: Language) -> str:
    """Write a number with separators; the word for unknown where it is.

    >>> number(-1234.5, 2, "en"), number(None, 2, "zh")
    ('−1,234.50', '未知')
    """
    rounded = rounded_number(value, digits)
    if rounded is None:
        return words(language)("word.unknown")
    return f"{rounded:,f}".replace("-", MINUS)


def amount(value: Number, currency: str, language: Language) -> str:
    """Write an amount in full, with its currency's own decimals.

    >>> amount(1234.5, "JPY", "en")
    '1,235'
    """
    return number(value, decimals_of(currency), language)


def brief(value: Number, currency: str, language: Language) -> Shown:
    """Write an amount for a summary: 万元 and 亿元 in Chinese, m in English.

    >>> str(brief(48_216_300, "CNY", "zh")), str(brief(48_216_300, "CNY", "en"))
    ('4,821.6 万元', '48.22 m CNY')
    """
    exact = rounded_number(value, 4)
    if exact is None:
        return Shown(words(language)("word.unknown"))
    if language == "zh":
        return brief_zh(exact, currency)
    if abs(exact) < MILLION:
        return Shown(number(exact, 0, language), currency)
    return Shown(number(exact / MILLION, 2, language), f"m {currency}")


def brief_zh(exact: Decimal, currency: str) -> Shown:
    """Count in 万 from ten thousand on, in 亿 from ten thousand 万 on."""
    yuan = "元" if currency == "CNY" else f" {currency}"
    if abs(exact) >= HUNDRED_MILLION:
        return Shown(number(exact / HUNDRED_MILLION, 2, "zh"), f"亿{yuan}")
    if abs(exact) >= MYRIAD:
        return Shown(number(exact / MYRIAD, 1, "zh"), f"万{yuan}")
    return Shown(number(exact, 0, "zh"), yuan.strip())


def share(value: Number, language: Language, *, digits: int = 1) -> str:
    """Write a share as a percentage.

    >>> share(0.248, "zh"), share(0.248, "en")
    ('24.8%', '24.8 %')
    """
    exact = rounded_number(value, 9)
    if exact is None:
        return words(language)("word.unknown")
    return words(language)("word.percent", number=number(exact * 100, digits, language))


def day(value: date, language: Language) -> str:
    """Write a day: ISO in Chinese, with the month's name in English.

    >>> day(date(2026, 11, 24), "zh"), day(date(2026, 11, 24), "en")
    ('2026-11-24', '24 Nov 2026')
    """
    if language == "zh":
        return value.isoformat()
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
