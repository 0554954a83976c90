"""The profile: one row per customer with every measure that a policy may name."""

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import TOTAL
from duecourse.ledger.currency import in_currency_of, with_home_rate
from duecourse.ledger.pieces import pieces
from duecourse.measures.behaviour import behaviour, population
from duecourse.measures.exposure import with_exposure
from duecourse.measures.owing import shares_of_receivable
from duecourse.measures.relationship import with_relationship
from duecourse.pipeline.amounts import ALL
from duecourse.pipeline.books import Books
from duecourse.policy.shapes import Windows
from duecourse.values.frames import Frame


def money_of(books: Books, customers: Frame, by_currency: Frame) -> Frame:
    """Pool each customer's amounts in its own currency and derive exposure and shares.

    Shapes:
        customers: ``owners``.
        by_currency: ``amounts_by_currency``, kept.
        returns: ``customers`` with the amounts of ``ALL``, exposure net_exposure secured_amount
            disputed_share overdue_over_30_share largest_days_past_due.
    """
    keep = books.ledger.keep
    pooled = keep(
        in_currency_of(
            by_currency.select("customer_id", "currency", *ALL),
            customers,
            books.rates,
            home=books.home,
            columns=ALL,
        )
    )
    oldest = by_currency.group_by("customer_id").agg(nw.col("largest_days_past_due").max())
    told = by_currency.select("customer_id").group_by("customer_id").agg(nw.len().alias("told"))
    wide = (
        customers.join(told, on="customer_id", how="left")
        .join(pooled, on="customer_id", how="left")
        .join(oldest, on="customer_id", how="left")
    )
    silent = nw.col("told").is_null()
    zero = nw.lit(0).cast(TOTAL)
    filled = wide.with_columns(
        *(
            nw.when(silent).then(zero).otherwise(nw.col(name).cast(TOTAL)).alias(name)
            for name in ALL
        ),
        nw.col("largest_days_past_due").fill_null(0),
    ).drop("told")
    return shares_of_receivable(with_exposure(keep(filled)))


def relationship_of(books: Books, profile: Frame, trade: Frame, *, beginning: Frame) -> Frame:
    """Add how long the customer is known, what it buys a month and how many invoices it paid.

    Shapes:
        trade: ``measures.relationship.trade``, kept.
        beginning: one row: how the whole ledger begins, as ``with_relationship`` takes it.
    """
    totals = trade.group_by("customer_id").agg(
        nw.col("first_invoice_on").min(), nw.col("invoices_paid").sum()
    )
    joined = profile.join(totals, on="customer_id", how="left").with_columns(
        nw.col("invoices_paid").fill_null(0)
    )
    return with_relationship(joined, as_of=books.as_of, beginning=beginning, keep=books.ledger.keep)


def paid_within(books: Books, *, windows: Windows) -> Frame:
    """Return, kept, what was paid of which part within the window of behaviour."""
    since = books.as_of - windows.behaviour_days
    return books.ledger.keep(
        pieces(books.ledger, books.state, books.others, as_of=books.as_of, since=since)
    )


def behaviour_of(books: Books, customers: Frame, paid: Frame, *, windows: Windows) -> Frame:
    """Measure payment behaviour, one row per customer that has any.

    Who is known by balances alone has no days of payment: unknown, not punctual.

    Shapes:
        paid: ``paid_within``.
    """
    people = in_one_currency(
        books, population(paid, books.open_parts, as_of=books.as_of), customers
    )
    by_balance = books.state.filter(nw.col("balance_only")).select("customer_id")
    return behaviour(
        books.ledger.keep(people.join(by_balance, on="customer_id", how="anti")),
        as_of=books.as_of,
        year_days=windows.behaviour_days,
        recent_days=windows.recent_days,
    )


def in_one_currency(books: Books, people: Frame, customers: Frame) -> Frame:
    """Express the weights of a customer's population in its own currency."""
    own = customers.select(
        "customer_id", nw.col("currency").alias("own"), nw.col("to_home").alias("own_to_home")
    )
    rated = with_home_rate(people, books.rates, home=books.home).join(
        own, on="customer_id", how="inner"
    )
    factor = (
        nw.when(nw.col("currency") == nw.col("own"))
        .then(nw.lit(1.0))
        .otherwise(nw.col("to_home") / nw.col("own_to_home"))
    )
    return rated.select(
        "customer_id",
        "invoice_id",
        "day",
        (nw.col("weight") * factor).alias("weight"),
        "days_late",
        "overdue",
    )
