"""Early warnings: small changes that come before a bad debt."""

import narwhals.stable.v2 as nw

from duecourse.ledger.parts import least
from duecourse.ledger.settled import settling, without_reversals
from duecourse.ledger.tables_trade import PAYING_KINDS
from duecourse.values.frames import Frame
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.rounding import steady
from duecourse.values.says import Says

YEAR = 365
RECENT = 90
GOOD_PAYER_INVOICES = 6
SIDES = ("lately", "before")
ZERO = nw.lit(0.0)
DISCOUNT_TERMS = r"^[0-9]+(\.[0-9]+)?\s*%?\s*/\s*[0-9]+([^0-9/].*)?$"
"""``2/10 net 30``, but not the instalments ``30/60/10``."""
DISCOUNT_HABIT = 3
"""So many invoices with a discount, and half of those paid, make a habit."""


def first_late(pieces: Frame, open_parts: Frame, *, as_of: int) -> Frame:
    """Flag good payers that were never late before and became late in the last 90 days.

    A good payer had paid on at least six different invoices before it became late. Late is a
    payment after its due date, or an undisputed part that is overdue.

    Shapes:
        pieces: ``ledger.pieces``; how far it reaches back is how far "never" does
        open_parts: docs/architecture.md
        returns: one row per customer with a payment or something overdue: customer_id, first_late
            (1 or 0)

    Source: docs/algorithms/early-warnings.md.
    """
    late = late_days(pieces, open_parts)
    since = late.group_by("customer_id").agg(nw.col("late_since").min())
    good = (
        pieces.join(since, on="customer_id", how="inner")
        .filter(nw.col("posted_on") < nw.col("late_since"))
        .group_by("customer_id")
        .agg(nw.col("invoice_id").n_unique().alias("good"))
    )
    everyone = nw.concat([late.select("customer_id"), pieces.select("customer_id")]).unique()
    lately = nw.col("late_since") > as_of - RECENT
    return (
        everyone.join(since, on="customer_id", how="left")
        .join(good, on="customer_id", how="left")
        .select("customer_id", first_late=flag(lately & (nw.col("good") >= GOOD_PAYER_INVOICES)))
    )


def late_days(pieces: Frame, open_parts: Frame) -> Frame:
    """List the days on which something of a customer became late: the day after it was due.

    Shapes:
        returns: customer_id, late_since; one row per late payment and overdue part
    """
    became_late = (nw.col("due_on") + 1).cast(nw.Int64).alias("late_since")
    owed = nw.col("open_amount") - nw.col("disputed_amount")
    return nw.concat(
        [
            open_parts.filter(nw.col("days_past_due") > 0, owed > 0).select(
                "customer_id", became_late
            ),
            pieces.filter(nw.col("posted_on") > nw.col("due_on")).select(
                "customer_id", became_late
            ),
        ]
    )


def lost_discount(settlements: Frame, *, as_of: int) -> Frame:
    """Flag customers that used to take their early-payment discount and no longer do.

    Used to: between a year and 90 days ago, on at least three invoices and on half of those paid.
    No longer: they paid in the last 90 days, and took none.

    Shapes:
        settlements: the ledger's table
        returns: one row per customer that paid anything within a year: customer_id, lost_discount
            (1 or 0)

    Source: docs/algorithms/early-warnings.md.
    """
    recent = nw.col("posted_on") > as_of - RECENT
    kinds = {"took": nw.col("kind") == "discount", "paid": nw.col("kind").is_in(PAYING_KINDS)}
    marks = [
        flag(is_kind & side).alias(f"{kind}_{name}")
        for kind, is_kind in kinds.items()
        for name, side in (("lately", recent), ("before", ~recent))
    ]
    names = ("took_lately", "took_before", "paid_lately", "paid_before")
    standing = without_reversals(settling(settlements, as_of=as_of)).filter(
        nw.col("posted_on") > as_of - YEAR, ~nw.col("invoice_id").is_null(), nw.col("amount") > 0
    )
    counts = (
        standing.with_columns(*marks)
        .group_by("customer_id", "invoice_id")
        .agg(*(nw.col(name).max() for name in names))
        .group_by("customer_id")
        .agg(*(nw.col(name).sum() for name in names))
    )
    habit = (nw.col("took_before") >= DISCOUNT_HABIT) & (
        nw.col("took_before") * 2 >= nw.col("paid_before")
    )
    stopped = (nw.col("paid_lately") > 0) & (nw.col("took_lately") == 0)
    return counts.select("customer_id", lost_discount=flag(habit & stopped))


def disputed_share_change(invoices: Frame, disputes: Frame, *, as_of: int) -> Frame:
    """Compare what was disputed of what was invoiced: the last 90 days less the year before.

    A dispute counts on the day it was opened, with its amount or else the whole invoice, never
    more than the invoice.

    Shapes:
        invoices: the ledger's table with to_home (the home currency for one unit)
        disputes: the ledger's table
        returns: one row per customer with sales in both windows and every rate known:
            customer_id, disputed_share_change

    Units:
        shares of the amount invoiced; a change of 0.05 is five points.

    Source: docs/algorithms/early-warnings.md.
    """
    standing = nw.col("cancelled_on").is_null() | (nw.col("cancelled_on") > as_of)
    billed = invoices.filter(nw.col("amount") > 0, nw.col("issued_on") <= as_of, standing)
    sold = billed.select("customer_id", day=nw.col("issued_on"), sold=at_home("amount"), lost=ZERO)
    disputed = (
        disputes.select("invoice_id", "opened_on", claimed=nw.col("amount"))
        .join(billed.drop("company_id"), on="invoice_id", how="inner")
        .with_columns(claimed=nw.coalesce("claimed", "amount"))
        .with_columns(claimed=least(nw.col("claimed"), nw.col("amount")))
        .select("customer_id", day=nw.col("opened_on"), sold=ZERO, lost=at_home("claimed"))
    )
    return shares_compared(nw.concat([sold, disputed]), as_of=as_of)


def at_home(amount: str) -> nw.Expr:
    """Express an amount in the home currency, as a float."""
    return nw.col(amount).cast(nw.Float64) * nw.col("to_home")


def shares_compared(rows: Frame, *, as_of: int) -> Frame:
    """Divide what was disputed by what was sold, lately and before, and subtract.

    Shapes:
        rows: customer_id, day, sold, lost
        returns: customer_id, disputed_share_change
    """
    recent = nw.col("day") > as_of - RECENT
    within = rows.filter(nw.col("day") > as_of - YEAR, nw.col("day") <= as_of)
    sums = (
        within.with_columns(
            unknown=(nw.col("sold").is_null() | nw.col("lost").is_null()).cast(nw.Int64),
            **{
                f"{name}_{side}": nw.when(where).then(nw.col(name)).otherwise(ZERO)
                for name in ("sold", "lost")
                for side, where in (("lately", recent), ("before", ~recent))
            },
        )
        .group_by("customer_id")
        .agg(
            nw.col("unknown").max(),
            *(nw.col(f"{n}_{side}").sum() for n in ("sold", "lost") for side in SIDES),
        )
        .filter(nw.col("unknown") == 0, *(nw.col(f"sold_{side}") > 0 for side in SIDES))
    )
    lately, before = (nw.col(f"lost_{side}") / nw.col(f"sold_{side}") for side in SIDES)
    return sums.select("customer_id", disputed_share_change=steady(lately - before))


def dishonoured_bills(customers: Frame, bills: Frame, *, as_of: int) -> Frame:
    """Count each customer's bills that were dishonoured within a year; none is 0.

    Shapes:
        customers: customer_id
        bills: the ledger's table
        returns: one row per customer: customer_id, dishonoured_bills

    Source: docs/algorithms/early-warnings.md.
    """
    bounced = (
        bills.filter(nw.col("dishonoured_on") <= as_of, nw.col("dishonoured_on") > as_of - YEAR)
        .group_by("customer_id")
        .agg(nw.len().alias("bounced"))
    )
    return (
        customers.select("customer_id")
        .join(bounced, on="customer_id", how="left")
        .select("customer_id", dishonoured_bills=nw.col("bounced").fill_null(0).cast(nw.Int64))
    )


def unearned_discounts(
    customers: Frame, settlements: Frame, invoices: Frame, *, as_of: int
) -> Frame:
    """Count the discounts of the last 90 days that were taken after their time; none is 0.

    A discount settles what it was taken for, earned or not; this tells of it. Its time is what
    the invoice's terms say (``2/10 net 30``: ten days from its issue), else the due date.

    Shapes:
        customers: customer_id
        settlements, invoices: the ledger's tables
        returns: one row per customer: customer_id, unearned_discounts

    Source: docs/algorithms/early-warnings.md.
    """
    terms = nw.col("terms").str.strip_chars()
    offer = nw.when(terms.str.contains(DISCOUNT_TERMS)).then(terms)
    days = offer.str.replace_all(r"^[^/]*/\s*", "").str.replace_all(r"[^0-9].*$", "")
    until = nw.coalesce(nw.col("issued_on") + days.cast(nw.Int64), nw.col("due_on"))
    taken = without_reversals(settling(settlements, as_of=as_of)).filter(
        nw.col("kind") == "discount", nw.col("posted_on") > as_of - RECENT, nw.col("amount") > 0
    )
    late = (
        taken.select("invoice_id", "posted_on")
        .join(invoices.with_columns(until=until), on="invoice_id", how="inner")
        .filter(nw.col("posted_on") > nw.col("until"))
        .group_by("customer_id")
        .agg(nw.len().alias("late"))
    )
    return (
        customers.select("customer_id")
        .join(late, on="customer_id", how="left")
        .select("customer_id", unearned_discounts=nw.col("late").fill_null(0).cast(nw.Int64))
    )


def flag(condition: nw.Expr) -> nw.Expr:
    """Express a condition as 1 or 0; the unknown is 0."""
    return condition.fill_null(value=False).cast(nw.Int64)


PAGE = "early-warnings.md"
SPECS = (
    MeasureSpec(
        "first_late",
        "count",
        "lower",
        Says("一向准时的客户首次逾期（1 为是）", "First late payment of a good payer (1: yes)"),
        PAGE,
    ),
    MeasureSpec(
        "lost_discount",
        "count",
        "lower",
        Says("不再享用提前付款折扣（1 为是）", "No longer takes its discount (1: yes)"),
        PAGE,
    ),
    MeasureSpec(
        "disputed_share_change",
        "share",
        "lower",
        Says(
            "争议占开票额的变化：近三个月与此前相比",
            "Change of the share of invoices disputed: three months against those before",
        ),
        PAGE,
    ),
    MeasureSpec(
        "dishonoured_bills",
        "count",
        "lower",
        Says("一年内被拒付的票据数", "Bills dishonoured within a year"),
        PAGE,
    ),
    MeasureSpec(
        "unearned_discounts",
        "count",
        "lower",
        Says("近三个月超期享用的折扣数", "Discounts taken too late, in three months"),
        PAGE,
    ),
)
