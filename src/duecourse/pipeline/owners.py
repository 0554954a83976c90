"""Who the customers are on a day: one row each, in the currency of its limit."""

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import DTYPES
from duecourse.ledger.currency import converted, with_home_rate
from duecourse.pipeline.books import Books
from duecourse.values.frames import Frame

KEPT = (
    "customer_id",
    "name",
    "group_id",
    "country",
    "debtor_class",
    "salesperson",
    "language",
    "onboarded_on",
)


def owners(books: Books, trade: Frame) -> Frame:
    """Return one row per customer with its currency, rate and granted limits.

    The currency is that of the limit granted to it, else its own, else the one it was invoiced in
    most often, else the home currency.

    Shapes:
        trade: ``measures.relationship.trade``, kept.
        returns: the customer's columns, currency, to_home, granted_limit granted_terms granted_on
            group_limit (the limits in ``currency``).
    """
    granted = latest_limits(books.ledger["limits"], "customer_id", as_of=books.as_of)
    customers = (
        books.ledger["customers"]
        .join(granted, on="customer_id", how="left")
        .join(most_used_currency(trade), on="customer_id", how="left")
        .with_columns(
            own=nw.coalesce(
                nw.col("granted_currency"),
                nw.col("currency"),
                nw.col("most_used"),
                nw.lit(books.home),
            )
        )
        .select(
            *KEPT, nw.col("own").alias("currency"), "granted_limit", "granted_terms", "granted_on"
        )
    )
    rated = with_home_rate(customers, books.rates, home=books.home)
    return with_group_limit(rated, books)


def latest_limits(limits: Frame, owner: str, *, as_of: int) -> Frame:
    """Return the limit in force of each customer (or group): the last one granted by the day."""
    known = limits.filter(~nw.col(owner).is_null(), nw.col("from_on") <= as_of)
    last = known.group_by(owner).agg(nw.col("from_on").max())
    return (
        known.join(last, on=[owner, "from_on"], how="inner")
        .group_by(owner, "from_on")
        .agg(nw.col("amount").min(), nw.col("currency").min(), nw.col("terms").min())
        .select(
            owner,
            nw.col("amount").alias("granted_limit"),
            nw.col("currency").alias("granted_currency"),
            nw.col("terms").alias("granted_terms"),
            nw.col("from_on").alias("granted_on"),
        )
    )


def most_used_currency(trade: Frame) -> Frame:
    """Return the currency each customer was invoiced in most often; the first by name on a tie."""
    most = trade.group_by("customer_id").agg(nw.col("invoices").max())
    return (
        trade.join(most, on=["customer_id", "invoices"], how="inner")
        .group_by("customer_id")
        .agg(nw.col("currency").min().alias("most_used"))
    )


def with_group_limit(customers: Frame, books: Books) -> Frame:
    """Add the limit granted to the customer's group, in the customer's currency."""
    columns = customers.collect_schema().names()
    of_groups = latest_limits(books.ledger["limits"], "group_id", as_of=books.as_of).select(
        "group_id",
        nw.col("granted_limit").alias("of_group"),
        nw.col("granted_currency").alias("group_currency"),
    )
    rated = with_home_rate(
        of_groups, books.rates, home=books.home, currency="group_currency", name="group_to_home"
    )
    same = nw.col("group_currency") == nw.col("currency")
    across = converted("of_group", from_rate="group_to_home", to_rate="to_home")
    amount = nw.when(same).then(nw.col("of_group").cast(DTYPES["money"])).otherwise(across)
    return (
        customers.join(rated, on="group_id", how="left")
        .with_columns(group_limit=amount)
        .select(*columns, "group_limit")
    )
