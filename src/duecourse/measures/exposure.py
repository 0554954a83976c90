"""Exposure: what would be at risk if the customer stopped paying today."""

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import TOTAL
from duecourse.policy.shapes import BillShares
from duecourse.values.frames import Frame
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.rounding import half_up
from duecourse.values.says import Says


def open_orders(orders: Frame, invoices: Frame, *, as_of: int) -> Frame:
    """Sum the uninvoiced remainder of open orders.

    Where an order does not say what was invoiced of it, the invoices that name it do.

    Shapes:
        returns: customer_id currency amount.
    """
    standing = orders.filter(
        nw.col("ordered_on") <= as_of,
        nw.col("cancelled_on").is_null() | (nw.col("cancelled_on") > as_of),
    )
    silent = standing.filter(nw.col("invoiced_amount").is_null()).select("order_id")
    named = (
        invoices.filter(
            nw.col("issued_on") <= as_of,
            nw.col("cancelled_on").is_null() | (nw.col("cancelled_on") > as_of),
        )
        .join(silent, on="order_id", how="semi")
        .group_by("order_id")
        .agg(nw.col("amount").sum().alias("named"))
    )
    invoiced = nw.coalesce(
        nw.col("invoiced_amount").cast(TOTAL), nw.col("named").cast(TOTAL), nw.lit(0).cast(TOTAL)
    )
    return summed(
        standing.join(named, on="order_id", how="left")
        .with_columns(rest=nw.col("amount").cast(TOTAL) - invoiced)
        .filter(nw.col("rest") > 0),
        "rest",
    )


def bills_at_risk(bills: Frame, *, as_of: int, shares: BillShares) -> Frame:
    """Sum unpaid bills by the share of each that the policy leaves at risk.

    A bill passed on without recourse is no longer ours; a dishonoured one is at risk in full.

    Shapes:
        returns: customer_id currency amount.
    """
    unpaid = bills.filter(
        nw.col("received_on") <= as_of,
        nw.col("paid_on").is_null() | (nw.col("paid_on") > as_of),
    )
    dishonoured = ~nw.col("dishonoured_on").is_null() & (nw.col("dishonoured_on") <= as_of)
    passed_on = ~nw.col("endorsed_or_discounted_on").is_null() & (
        nw.col("endorsed_or_discounted_on") <= as_of
    )
    kept = (
        nw.when(nw.col("kind") == "bank")
        .then(nw.lit(float(shares.bank)))
        .otherwise(nw.lit(float(shares.commercial)))
    )
    recourse = nw.coalesce(nw.col("recourse"), nw.lit(True))
    gone = nw.when(recourse).then(nw.lit(float(shares.with_recourse))).otherwise(nw.lit(0.0))
    held = nw.when(passed_on).then(gone).otherwise(kept)
    share = nw.when(dishonoured).then(nw.lit(1.0)).otherwise(held)
    at_risk = half_up(nw.col("amount").cast(nw.Float64()) * nw.col("share"), 4)
    return summed(unpaid.with_columns(share=share).with_columns(rest=at_risk.cast(TOTAL)), "rest")


def prepayments(cash: Frame) -> Frame:
    """Return cash paid ahead for orders."""
    return summed(cash.filter(nw.col("prepaid") != 0), "prepaid")


def in_force(rows: Frame, *, as_of: int, since: str, until: str) -> Frame:
    """Sum securities or covers in force on the day, first and last day included."""
    begun = nw.col(since).is_null() | (nw.col(since) <= as_of)
    lasting = nw.col(until).is_null() | (nw.col(until) >= as_of)
    return summed(rows.filter(begun & lasting), "amount")


def summed(rows: Frame, column: str) -> Frame:
    """Sum one column per customer and currency under the name ``amount``."""
    return (
        rows.with_columns(counted=nw.col(column).cast(TOTAL))
        .group_by("customer_id", "currency")
        .agg(nw.col("counted").sum().alias("amount"))
    )


def with_exposure(amounts: Frame) -> Frame:
    """Add exposure and net_exposure to a customer's amounts, all in one currency.

    exposure = max(0, receivable + uninvoiced orders + bills at risk - unallocated - prepayments);
    net_exposure = max(0, exposure - securities - cover).

    Source: docs/algorithms/exposure.md.
    """
    gross = (
        nw.col("receivable")
        + nw.col("uninvoiced_orders")
        + nw.col("bills_at_risk")
        - nw.col("unallocated")
        - nw.col("prepayments")
    )
    secured = nw.col("securities") + nw.col("covers")
    exposed = amounts.with_columns(gross=gross.cast(TOTAL), secured_amount=secured.cast(TOTAL))
    floored = exposed.with_columns(exposure=at_least_nothing("gross"))
    net = floored.with_columns(net=(nw.col("exposure") - nw.col("secured_amount")).cast(TOTAL))
    return net.with_columns(net_exposure=at_least_nothing("net")).drop("gross", "net")


def at_least_nothing(name: str) -> nw.Expr:
    """Floor an amount at zero; unknown stays unknown."""
    return nw.when(nw.col(name) < 0).then(nw.lit(0).cast(TOTAL)).otherwise(nw.col(name))


SPECS = (
    MeasureSpec("exposure", "money", "neither", Says("信用敞口", "Exposure"), "exposure.md"),
    MeasureSpec(
        "net_exposure",
        "money",
        "lower",
        Says("净敞口（扣除担保与保险）", "Exposure net of securities and cover"),
        "exposure.md",
    ),
    MeasureSpec(
        "uninvoiced_orders",
        "money",
        "neither",
        Says("未开票订单", "Uninvoiced remainder of open orders"),
        "exposure.md",
    ),
    MeasureSpec(
        "bills_at_risk", "money", "lower", Says("在途票据风险额", "Bills at risk"), "exposure.md"
    ),
    MeasureSpec(
        "prepayments", "money", "neither", Says("订单预收款", "Prepayments"), "exposure.md"
    ),
    MeasureSpec(
        "secured_amount",
        "money",
        "higher",
        Says("担保与保险合计", "Securities and cover in force"),
        "exposure.md",
    ),
)
