"""kpi.json: the figures of the day, home and by currency, each number exactly as it is rounded."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from duecourse.pipeline.position import Figures
from duecourse.values.money import decimals_of

MONEY = ("open_amount", "overdue_amount", "credit_sales")
DAYS = ("dso_simple", "dso_countback", "dso_best_possible", "average_days_delinquent")
SHARES = ("collection_effectiveness", "bad_debt_rate", "high_risk_share", "concentration")
COUNTS = ("customers", "open_invoices")
FIGURES = (*MONEY, *DAYS, *SHARES, *COUNTS)
NOISE = Decimal("1e-9")


def kpi_text(
    as_of: date, home_currency: str, *, home: Figures, by_currency: Mapping[str, Figures]
) -> str:
    """Write the figures as JSON; what is unknown is null."""
    inner = {
        currency: figures_text(figures, currency, indent=4)
        for currency, figures in sorted(by_currency.items())
    }
    currencies = ",\n".join(f"    {json.dumps(name)}: {text}" for name, text in inner.items())
    return (
        "{\n"
        f'  "as_of": "{as_of.isoformat()}",\n'
        f'  "home_currency": {json.dumps(home_currency)},\n'
        f'  "home": {figures_text(home, home_currency, indent=2)},\n'
        f'  "by_currency": {{\n{currencies}\n  }}\n'
        "}\n"
    )


def figures_text(figures: Figures, currency: str, *, indent: int) -> str:
    """Write one object of figures, in the order of the contract."""
    space = " " * indent
    pairs = ",\n".join(
        f'{space}  "{name}": {number_text(figures.get(name), digits_of(name, currency))}'
        for name in FIGURES
    )
    return f"{{\n{pairs}\n{space}}}"


def digits_of(name: str, currency: str) -> int:
    """Say with how many decimals a figure is written."""
    if name in MONEY:
        return decimals_of(currency)
    return 2 if name in DAYS else 6 if name in SHARES else 0


def number_text(value: Decimal | float | int | None, digits: int) -> str:
    """Write a number rounded half up; null where it is unknown.

    >>> number_text(2.345, 2), number_text(None, 2), number_text(7, 0)
    ('2.35', 'null', '7')
    """
    number = rounded_number(value, digits)
    return "null" if number is None else f"{number:f}"


def rounded_number(value: Decimal | float | int | None, digits: int) -> Decimal | None:
    """Round half up, a float freed of binary noise first; not-a-number is unknown."""
    if value is None:
        return None
    exact = Decimal(str(value))
    if not exact.is_finite():
        return None
    steady = exact.quantize(NOISE, ROUND_HALF_UP) if isinstance(value, float) else exact
    rounded = steady.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded
