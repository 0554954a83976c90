"""Order surge: this month's orders against the customer's own history, robustly."""

import narwhals.stable.v2 as nw
import pyarrow as pa

from duecourse.ledger.ledger import Keep, Make
from duecourse.values.calendar import times
from duecourse.values.frames import Frame
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.rounding import steady
from duecourse.values.says import Says

MONTH = 30
HISTORY = 12
LEAST_HISTORY = 6
PLACES = pa.table({"ago": pa.array(range(1, HISTORY + 1), pa.int64())})
"""One row for each month of history: how many months ago it is."""
ACTIVE_SHARE = 3
"""Who ordered in less than one month of three has no usual month."""
OF_MEDIAN = 1 / 0.6745
OF_MEAN = 1.2533
"""What turns a median and a mean of distances into a standard deviation, for normal volumes."""
LEAST_SPREAD = 0.15
"""Who orders the same every month has no spread; this share of a usual month is taken then."""


def order_surge(
    customers: Frame, orders: Frame, invoices: Frame, *, as_of: int, keep: Keep, make: Make
) -> Frame:
    """Compare the last 30 days with the twelve months of 30 days before, by a robust z.

    Orders count where they reach back far enough, else invoices. A month without any counts as
    zero; what was cancelled by the day does not count.

    Shapes:
        customers: customer_id
        orders, invoices: the ledger's tables with to_home (the home currency for one unit)
        returns: one row per customer: customer_id, order_surge (null with less than six months
            of history, with orders in less than a third of them, or where a rate is unknown)

    Units:
        robust standard deviations; beyond 3.5 is an outlier.

    Source: Iglewicz and Hoaglin 1993, "How to Detect and Handle Outliers" (modified z-score);
    docs/algorithms/order-surge.md; docs/adr/0081-order-surge.md.
    """
    months = keep(make(PLACES))
    by_orders = surge(orders, "ordered_on", as_of=as_of, keep=keep, places=months)
    by_invoices = surge(invoices, "issued_on", as_of=as_of, keep=keep, places=months)
    return (
        customers.select("customer_id")
        .join(by_orders.rename({"surge": "by_orders"}), on="customer_id", how="left")
        .join(by_invoices.rename({"surge": "by_invoices"}), on="customer_id", how="left")
        .select("customer_id", order_surge=nw.coalesce("by_orders", "by_invoices"))
    )


def surge(sales: Frame, day: str, *, as_of: int, keep: Keep, places: Frame) -> Frame:
    """Work out the robust z of one kind of sales.

    Shapes:
        places: ``PLACES``
        returns: customer_id, surge; only customers for whom it is known
    """
    booked = standing_sales(sales, day, as_of=as_of)
    volumes = keep(monthly_volumes(booked, as_of=as_of))
    people = keep(known_months(booked, as_of=as_of))
    months = keep(with_usual(history(people, volumes, places)))
    now = volumes.filter(nw.col("ago") == 0).select("customer_id", now=nw.col("volume"))
    excess = nw.col("now").fill_null(0.0) - nw.col("usual")
    return keep(
        with_spread(months)
        .join(now, on="customer_id", how="left")
        .select("customer_id", surge=steady(excess / nw.col("spread")))
    )


def with_spread(months: Frame) -> Frame:
    """Work out how much the months of a customer usually differ.

    The median of the distances is blind to months of nothing between orders; their mean is not.
    The larger of the two is taken, and never less than a share of a usual month.

    Shapes:
        months: ``with_usual``
        returns: customer_id, usual, spread; only customers that order often enough
    """
    distance = (nw.col("volume") - nw.col("usual")).abs()
    found = months.group_by("customer_id").agg(
        nw.col("usual").max(),
        nw.col("volume").mean().alias("average"),
        distance.median().alias("median_distance"),
        distance.mean().alias("mean_distance"),
        nw.len().alias("months"),
        (nw.col("volume") > 0).cast(nw.Int64).sum().alias("active"),
    )
    return found.filter(nw.col("active") * ACTIVE_SHARE >= nw.col("months")).select(
        "customer_id",
        "usual",
        spread=nw.max_horizontal(
            nw.col("median_distance") * OF_MEDIAN,
            nw.col("mean_distance") * OF_MEAN,
            nw.max_horizontal("usual", "average") * LEAST_SPREAD,
        ),
    )


def standing_sales(sales: Frame, day: str, *, as_of: int) -> Frame:
    """Keep the sales up to the day that were not cancelled by it.

    Shapes:
        returns: customer_id, day, value (home currency; null where the rate is unknown)
    """
    standing = nw.col("cancelled_on").is_null() | (nw.col("cancelled_on") > as_of)
    return sales.filter(nw.col(day) <= as_of, nw.col("amount") > 0, standing).select(
        "customer_id",
        day=nw.col(day),
        value=nw.col("amount").cast(nw.Float64) * nw.col("to_home"),
    )


def within_windows(booked: Frame, *, as_of: int) -> Frame:
    """Keep the sales of the last 30 days and of the history before them."""
    return booked.filter(nw.col("day") > as_of - MONTH * (HISTORY + 1))


def monthly_volumes(booked: Frame, *, as_of: int) -> Frame:
    """Sum sales by customer and month of 30 days before the day.

    Shapes:
        returns: customer_id, ago (0: the last 30 days), volume; months with sales only
    """
    ago = times(nw.lit(as_of) - nw.col("day"), MONTH)
    return (
        within_windows(booked, as_of=as_of)
        .select("customer_id", "value", ago=ago)
        .group_by("customer_id", "ago")
        .agg(nw.col("value").sum().alias("volume"))
    )


def known_months(booked: Frame, *, as_of: int) -> Frame:
    """Count the complete months of history of each customer, twelve at most.

    Shapes:
        returns: customer_id, months; only customers with enough of them and every rate known
    """
    complete = times(nw.lit(as_of + 1) - nw.col("day"), MONTH) - 1
    at_most = nw.when(complete > HISTORY).then(nw.lit(HISTORY)).otherwise(complete)
    unknown = within_windows(booked, as_of=as_of).filter(nw.col("value").is_null())
    return (
        booked.group_by("customer_id")
        .agg(nw.col("day").min())
        .select("customer_id", months=at_most.cast(nw.Int64))
        .filter(nw.col("months") >= LEAST_HISTORY)
        .join(unknown.select("customer_id").unique(), on="customer_id", how="anti")
    )


def history(people: Frame, volumes: Frame, places: Frame) -> Frame:
    """Lay out the complete months before the last one, those without sales as zero.

    Shapes:
        returns: customer_id, ago (1 to months), volume
    """
    return (
        people.join(places, how="cross")
        .filter(nw.col("ago") <= nw.col("months"))
        .join(volumes, on=["customer_id", "ago"], how="left")
        .select("customer_id", "ago", nw.col("volume").fill_null(0.0))
    )


def with_usual(months: Frame) -> Frame:
    """Add what is usual: the median month of each customer."""
    usual = months.group_by("customer_id").agg(nw.col("volume").median().alias("usual"))
    return months.join(usual, on="customer_id", how="inner")


SPECS = (
    MeasureSpec(
        "order_surge",
        "z",
        "lower",
        Says(
            "近三十天订单量与自身历史之比（稳健标准差）",
            "Orders of the last 30 days against its own history, in robust deviations",
        ),
        "order-surge.md",
    ),
)
