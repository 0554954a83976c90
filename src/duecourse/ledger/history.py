"""What was receivable on days gone by, from one pass over the books."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import DTYPES, TOTAL
from duecourse.ledger.ledger import Ledger
from duecourse.ledger.parts import NOTHING, parts_of, reaching
from duecourse.ledger.settled import settling
from duecourse.values.frames import Frame


def moved_by(
    ledger: Ledger, state: Frame, others: Frame, *, as_of: int, days: Sequence[int]
) -> Frame:
    """Sum what simple invoices added to the receivable up to each of several days.

    They add up: issued less settled, which is all that was settled less what was settled of
    others. Cumulated over the places, with ``stood_on`` beside it, this
    is what was receivable on each day.

    Shapes:
        state: ``invoice_state`` on the last day, kept.
        others: ``settled.rows_of_others``, kept.
        days: ascending day numbers, none after ``as_of``.
        returns: currency, place (0: by the first day, 1: after it and by the second, ...), change.

    Source: docs/algorithms/dso.md, section 5.
    """
    rows = settling(ledger["settlements"], as_of=as_of).filter(~nw.col("invoice_id").is_null())
    both = nw.concat(
        [
            issued_between(state, days),
            settled_between(rows, days, NOTHING - nw.col("taken")),
            settled_between(others, days, nw.col("taken")),
        ]
    )
    return both.group_by("currency", "place").agg(nw.col("change").sum())


def place_of(day: nw.Expr, days: Sequence[int]) -> nw.Expr:
    """Say on which of the days (0, 1, ...) a movement first counts; len(days): on none."""
    place = nw.lit(0)
    for closing in days:
        place = place + (day > closing).cast(nw.Int64())
    return place


def issued_between(state: Frame, days: Sequence[int]) -> Frame:
    """Sum what simple invoices added."""
    by_day = (
        state.filter(nw.col("simple"))
        .group_by("currency", "issued_on")
        .agg(nw.col("amount").sum().alias("change"))
    )
    return by_day.select(
        "currency",
        place_of(nw.col("issued_on"), days).alias("place"),
        nw.col("change").cast(TOTAL),
    )


def settled_between(rows: Frame, days: Sequence[int], change: nw.Expr) -> Frame:
    """Sum what was settled day by day, as the ``change`` that follows from ``taken``."""
    by_day = rows.group_by("currency", "posted_on").agg(nw.col("applied").sum().alias("taken"))
    return by_day.select(
        "currency",
        place_of(nw.col("posted_on"), days).alias("place"),
        change.cast(TOTAL).alias("change"),
    )


def stood_on(ledger: Ledger, state: Frame, others: Frame, *, days: Sequence[int]) -> Frame:
    """Sum what was open of the other invoices on each day, part by part.

    Shapes:
        returns: currency and, per place of a day, ``stood_<place>``.
    """
    not_simple = state.filter(~nw.col("simple")).select("invoice_id")
    invoices = ledger["invoices"].join(not_simple, on="invoice_id", how="semi")
    taken = taken_by(others, days)
    places = range(len(days))
    opened = (
        invoices.filter(nw.col("amount") > 0)
        .join(taken, on="invoice_id", how="left")
        .filter(~settled_before(days[0]))
        .with_columns(
            *(
                nw.coalesce(taken_at(place, days[place]), stated_on(days[place]), NOTHING)
                .cast(DTYPES["money"])
                .alias(f"taken_{place}")
                for place in places
            ),
            settled=NOTHING,
        )
    )
    carried = ("cancelled_on", *(f"taken_{place}" for place in places))
    parts = parts_of(opened, ledger["due_parts"], carried=carried)
    left = parts.select(
        "currency", *(open_at(place, days[place]).alias(f"stood_{place}") for place in places)
    )
    return left.group_by("currency").agg(*(nw.col(f"stood_{place}").sum() for place in places))


def taken_by(others: Frame, days: Sequence[int]) -> Frame:
    """Sum what was settled of each invoice by each day, and say when it began and ended.

    Shapes:
        returns: invoice_id, first_posted, last_posted and, per place of a day, ``taken_<place>``.
    """
    counted = others.select(
        "invoice_id",
        "posted_on",
        *(
            nw.when(nw.col("posted_on") <= day).then(nw.col("applied")).alias(f"taken_{place}")
            for place, day in enumerate(days)
        ),
    )
    return counted.group_by("invoice_id").agg(
        nw.col("posted_on").min().alias("first_posted"),
        nw.col("posted_on").max().alias("last_posted"),
        *(nw.col(f"taken_{place}").sum() for place in range(len(days))),
    )


def settled_before(first: int) -> nw.Expr:
    """Say that an invoice was settled by the first day and has not moved since."""
    settled = (nw.col("last_posted") <= first) & (nw.col("taken_0") >= nw.col("amount"))
    return settled.fill_null(value=False)


def taken_at(place: int, day: int) -> nw.Expr:
    """Express what was settled of an invoice by a day; unknown where no row says so."""
    return nw.when(nw.col("first_posted") <= day).then(nw.col(f"taken_{place}"))


def live_on(day: int) -> nw.Expr:
    """Say whether an invoice was on the books on a day."""
    standing = nw.col("cancelled_on").is_null() | (nw.col("cancelled_on") > day)
    return (nw.col("issued_on") <= day) & standing


def stated_on(day: int) -> nw.Expr:
    """Express what a stated balance says was settled by a day; unknown where none is stated."""
    told = ~nw.col("open_amount").is_null() & (
        nw.col("balance_on").is_null() | (nw.col("balance_on") <= day)
    )
    return nw.when(told).then(nw.col("amount") - nw.col("open_amount"))


def open_at(place: int, day: int) -> nw.Expr:
    """Express what of a part was open on a day, nothing where it was not on the books."""
    left = nw.col("amount") - reaching(nw.col(f"taken_{place}"))
    owed = live_on(day) & (left > 0)
    return nw.when(owed).then(left.cast(TOTAL)).otherwise(NOTHING.cast(TOTAL))
