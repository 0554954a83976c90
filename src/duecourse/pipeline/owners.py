"""Who the customers are on a day: one row each, in the currency of its limit."""

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import DTYPES
from duecourse.ledger.currency import MONEY_DIGITS, converted, with_home_rate
from duecourse.pipeline.books import Books
from duecourse.values.frames import Frame
from duecourse.values.rounding import half_up

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
            group_limit (the limits in ``currency``) has_group_limit.
    """
    keep = books.ledger.keep
    granted = keep(latest_limits(books, "customer_id"))
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
    return with_group_limit(keep(rated), books)


def latest_limits(books: Books, owner: str) -> Frame:
    """Return the limit in force of each customer (or group): what was granted on the last day.

    Limits of one day from several own companies add up, in their currency or, where those differ,
    at home; what has no known rate counts nothing then.

    Shapes:
        returns: one row per owner: owner, granted_limit granted_currency granted_terms granted_on.

    Source: docs/algorithms/effective-limit.md, "The limit in force".
    """
    limits = books.ledger["limits"]
    known = limits.filter(~nw.col(owner).is_null(), nw.col("from_on") <= books.as_of)
    last = known.group_by(owner).agg(nw.col("from_on").max())
    of_company = (
        known.join(last, on=[owner, "from_on"], how="inner")
        .group_by(owner, "from_on", "company_id", "currency")
        .agg(nw.col("amount").min(), nw.col("terms").min())
    )
    rated = with_home_rate(of_company, books.rates, home=books.home)
    at_home = half_up(nw.col("amount").cast(nw.Float64()) * nw.col("to_home"), MONEY_DIGITS)
    pooled = (
        rated.with_columns(at_home=at_home.cast(DTYPES["money"]))
        .group_by(owner, "from_on")
        .agg(
            nw.col("amount").sum(),
            nw.col("at_home").sum(),
            nw.col("to_home").max().alias("any_rate"),
            nw.col("currency").min(),
            nw.col("currency").max().alias("last_currency"),
            nw.col("terms").min(),
        )
    )
    return in_one_currency(pooled, owner, home=books.home)


def in_one_currency(pooled: Frame, owner: str, *, home: str) -> Frame:
    """Take limits of one currency as they are, of several at home; unknown where no rate is."""
    one = nw.col("currency") == nw.col("last_currency")
    amount = (
        nw.when(one)
        .then(nw.col("amount"))
        .otherwise(nw.when(~nw.col("any_rate").is_null()).then(nw.col("at_home")))
    )
    return pooled.select(
        owner,
        amount.cast(DTYPES["money"]).alias("granted_limit"),
        nw.when(one).then(nw.col("currency")).otherwise(nw.lit(home)).alias("granted_currency"),
        nw.col("terms").alias("granted_terms"),
        nw.col("from_on").alias("granted_on"),
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
    """Add the group's limit in the customer's currency, and whether one was granted.

    A group limit without a known rate is there all the same: its amount is unknown.
    """
    columns = customers.collect_schema().names()
    of_groups = latest_limits(books, "group_id").select(
        "group_id",
        nw.col("granted_on").alias("group_on"),
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
        customers.join(books.ledger.keep(rated), on="group_id", how="left")
        .with_columns(group_limit=amount, has_group_limit=~nw.col("group_on").is_null())
        .select(*columns, "group_limit", "has_group_limit")
    )
