"""The figures of the whole company: per currency, and in the home currency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import narwhals.stable.v2 as nw

from duecourse.ledger.history import moved_by, stood_on
from duecourse.measures.bad_debt import bad_debt_rate, losses
from duecourse.measures.collection import collection_effectiveness
from duecourse.measures.dso import (
    MonthSales,
    average_days_delinquent,
    dso_best_possible,
    dso_countback,
    dso_simple,
)
from duecourse.measures.sales import sales_by_month
from duecourse.pipeline.books import Books
from duecourse.policy.shapes import Windows
from duecourse.values.days import day_number, month_end, months_back
from duecourse.values.frames import Frame

MONTH_DAYS = 30
HISTORY_MONTHS = 12
NOTHING = Decimal(0)


@dataclass(slots=True)
class Sums:
    """What figures are made of, in one currency or converted into one."""

    open_amount: Decimal = NOTHING
    receivable: Decimal = NOTHING
    overdue: Decimal = NOTHING
    sales_quarter: Decimal = NOTHING
    sales_month: Decimal = NOTHING
    sales_year: Decimal = NOTHING
    written_off: Decimal = NOTHING
    recovered: Decimal = NOTHING
    indemnified: Decimal = NOTHING
    customers: int = 0
    open_invoices: int = 0
    months: dict[int, Decimal] = field(default_factory=dict)
    receivable_on: dict[int, Decimal] = field(default_factory=dict)


def sums_by_currency(
    books: Books, by_currency: Frame, *, as_of: date, windows: Windows
) -> dict[str, Sums]:
    """Collect the few sums that the figures need, per currency.

    Shapes:
        by_currency: ``amounts_by_currency``, kept.
    """
    sums: dict[str, Sums] = {}
    add_open(sums, books, by_currency)
    add_sales(sums, books, windows)
    add_losses(sums, books)
    add_history(sums, books, as_of)
    return sums


def collected(frame: Frame) -> list[dict[str, Any]]:
    """Fetch a small frame as rows."""
    return list(frame.collect().iter_rows(named=True))


def add_open(sums: dict[str, Sums], books: Books, by_currency: Frame) -> None:
    """Add what is open and overdue, and how many owe it."""
    owes = nw.when(nw.col("receivable") > 0).then(nw.lit(1)).otherwise(nw.lit(0))
    totals = (
        by_currency.with_columns(owes=owes)
        .group_by("currency")
        .agg(nw.col("open_amount", "receivable", "overdue_amount").sum(), nw.col("owes").sum())
    )
    for row in collected(totals):
        found = sums.setdefault(row["currency"], Sums())
        found.open_amount = row["open_amount"]
        found.receivable = row["receivable"]
        found.overdue = row["overdue_amount"]
        found.customers = int(row["owes"])
    invoices = books.open_parts.filter(~nw.col("is_credit")).select("currency", "invoice_id")
    for row in collected(
        invoices.group_by("currency").agg(nw.col("invoice_id").n_unique().alias("invoices"))
    ):
        sums.setdefault(row["currency"], Sums()).open_invoices = int(row["invoices"])


def add_sales(sums: dict[str, Sums], books: Books, windows: Windows) -> None:
    """Add credit sales by calendar month and over the windows."""
    spans = {"quarter": windows.sales_days, "month": MONTH_DAYS, "year": 365}
    frame = sales_by_month(books.state, as_of=books.as_of, windows=spans)
    for row in collected(frame):
        found = sums.setdefault(row["currency"], Sums())
        found.months[row["month"]] = found.months.get(row["month"], NOTHING) + row["sales"]
        found.sales_quarter += row["quarter_sales"]
        found.sales_month += row["month_sales"]
        found.sales_year += row["year_sales"]


def add_losses(sums: dict[str, Sums], books: Books) -> None:
    """Add write-offs, recoveries and indemnities of the year."""
    frame = losses(books.ledger["settlements"], books.ledger["invoices"], as_of=books.as_of)
    for row in collected(frame):
        found = sums.setdefault(row["currency"], Sums())
        found.written_off = row["written_off"]
        found.recovered = row["recovered"]
        found.indemnified = row["indemnified"]


def history_days(as_of: date) -> list[date]:
    """Return the days on which DSO is shown: eleven month ends, and the day itself."""
    ends = [month_end(months_back(as_of, back)) for back in range(HISTORY_MONTHS - 1, 0, -1)]
    return [*ends, as_of]


def add_history(sums: dict[str, Sums], books: Books, as_of: date) -> None:
    """Add what was receivable on month ends gone by and thirty days ago."""
    month_ago = as_of - timedelta(days=MONTH_DAYS)
    days = sorted({day_number(day) for day in [*history_days(as_of), month_ago]})
    moved = moved_by(books.ledger, books.state, books.others, as_of=books.as_of, days=days)
    for row in collected(moved):
        found = sums.setdefault(row["currency"], Sums())
        for day in days[row["place"] :]:
            found.receivable_on[day] = found.receivable_on.get(day, NOTHING) + row["change"]
    for row in collected(stood_on(books.ledger, books.state, books.others, days=days)):
        found = sums.setdefault(row["currency"], Sums())
        for place, day in enumerate(days):
            stood = row[f"stood_{place}"]
            found.receivable_on[day] = found.receivable_on.get(day, NOTHING) + stood


def in_home(sums: Mapping[str, Sums], rates: Mapping[str, Decimal]) -> Sums | None:
    """Turn the sums of all currencies into the home currency at one day's rates.

    Returns:
        None where a rate is unknown of a currency that holds anything.
    """
    whole = Sums()
    for currency, each in sums.items():
        if each == Sums():
            continue
        rate = rates.get(currency)
        if rate is None:
            return None
        add_converted(whole, each, rate)
    return whole


def add_converted(whole: Sums, each: Sums, rate: Decimal) -> None:
    """Add the sums of one currency at a rate; counts as they are."""
    for name in Sums.__dataclass_fields__:
        value = getattr(each, name)
        if isinstance(value, Decimal):
            setattr(whole, name, getattr(whole, name) + value * rate)
        elif isinstance(value, dict):
            target = getattr(whole, name)
            for key, amount in value.items():
                target[key] = target.get(key, NOTHING) + amount * rate
        else:
            setattr(whole, name, getattr(whole, name) + value)


def figures(sums: Sums, *, as_of: date, windows: Windows) -> dict[str, Decimal | int | None]:
    """Compute the figures of one currency, unrounded; unknown is None."""
    simple = dso_simple(sums.receivable, sums.sales_quarter, days=windows.sales_days)
    current = sums.receivable - sums.overdue
    best = dso_best_possible(current, sums.sales_quarter, days=windows.sales_days)
    month_ago = day_number(as_of) - MONTH_DAYS
    return {
        "open_amount": sums.open_amount,
        "receivable": sums.receivable,
        "overdue_amount": sums.overdue,
        "credit_sales": sums.sales_quarter,
        "dso_simple": simple,
        "dso_countback": dso_countback(sums.receivable, months_until(sums, as_of)),
        "dso_best_possible": best,
        "average_days_delinquent": average_days_delinquent(simple, best),
        "collection_effectiveness": collection_effectiveness(
            sums.receivable_on.get(month_ago, NOTHING),
            sums.sales_month,
            end=sums.receivable,
            end_current=current,
        ),
        "bad_debt_rate": bad_debt_rate(
            sums.written_off, sums.recovered, credit_sales=sums.sales_year
        ),
        "customers": sums.customers,
        "open_invoices": sums.open_invoices,
    }


def months_until(sums: Sums, as_of: date) -> Sequence[MonthSales]:
    """Lay out the calendar months back from a day, the latest first, as far as sales are known."""
    if not sums.months:
        return ()
    first = min(sums.months)
    last = as_of.year * 12 + as_of.month - 1
    return [month_sales(sums, as_of, back=last - month) for month in range(last, first - 1, -1)]


def month_sales(sums: Sums, as_of: date, *, back: int) -> MonthSales:
    """Return the sales of the month that lies so many months back, and its days."""
    start = months_back(as_of, back)
    days = as_of.day if back == 0 else month_end(start).day
    return MonthSales(days, sums.months.get(start.year * 12 + start.month - 1, NOTHING))


def dso_history(sums: Sums, *, as_of: date) -> tuple[tuple[date, dict[str, Decimal | None]], ...]:
    """Return receivable and count-back DSO on each of the twelve days of the history."""
    return tuple(
        (
            day,
            {
                "receivable": sums.receivable_on.get(day_number(day), NOTHING),
                "dso_countback": dso_countback(
                    sums.receivable_on.get(day_number(day), NOTHING), months_until(sums, day)
                ),
            },
        )
        for day in history_days(as_of)
    )
