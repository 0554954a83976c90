"""Days sales outstanding: how many days of sales are waiting to be paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.says import Says


@dataclass(frozen=True, slots=True)
class MonthSales:
    """Credit sales of one calendar month, or of the part of it that has passed."""

    days: int
    sales: Decimal


def dso_simple(receivable: Decimal, credit_sales: Decimal, *, days: int = 90) -> Decimal | None:
    """Divide what is receivable by the sales of so many days, and express it in days.

    Returns:
        days, unrounded; None where there were no sales.

    Source: docs/algorithms/dso.md, section 1.

    >>> dso_simple(Decimal(400), Decimal(900), days=90)
    Decimal('40')
    """
    return receivable * days / credit_sales if credit_sales > 0 else None


def dso_best_possible(current: Decimal, credit_sales: Decimal, *, days: int = 90) -> Decimal | None:
    """Do the same for what is not yet due: the DSO if everybody paid on time.

    Source: docs/algorithms/dso.md, section 3.
    """
    return dso_simple(current, credit_sales, days=days)


def average_days_delinquent(simple: Decimal | None, best: Decimal | None) -> Decimal | None:
    """Subtract: the days of sales that wait because customers are late.

    Source: docs/algorithms/dso.md, section 4.
    """
    return None if simple is None or best is None else simple - best


def dso_countback(receivable: Decimal, months: Sequence[MonthSales]) -> Decimal | None:
    """Take the sales of month after month off the receivable and count their days.

    Shapes:
        months: the latest first; the first one reaches to the day itself. A month without sales
            adds its days; the last month counts in part.

    Returns:
        days; 0 where nothing is receivable; None where all known sales do not reach.

    Source: docs/algorithms/dso.md, section 2.

    >>> months = [MonthSales(30, Decimal(s)) for s in (100_000, 80_000, 70_000)]
    >>> round(dso_countback(Decimal(212_000), months), 2)
    Decimal('73.71')
    """
    left, days = receivable, Decimal(0)
    if left <= 0:
        return days
    for month in months:
        if left <= month.sales:
            return days + left * month.days / month.sales
        left, days = left - month.sales, days + month.days
    return None


SPECS = (
    MeasureSpec("dso_simple", "days", "lower", Says("应收账款周转天数", "DSO"), "dso.md"),
    MeasureSpec(
        "dso_countback", "days", "lower", Says("倒推法周转天数", "DSO, count-back"), "dso.md"
    ),
    MeasureSpec(
        "dso_best_possible",
        "days",
        "lower",
        Says("最佳可能周转天数", "Best possible DSO"),
        "dso.md",
    ),
    MeasureSpec(
        "average_days_delinquent",
        "days",
        "lower",
        Says("平均拖欠天数", "Average days delinquent"),
        "dso.md",
    ),
)
