"""Aging: what is owed, by how late it is."""

from collections.abc import Sequence
from itertools import pairwise

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import DTYPES, TOTAL
from duecourse.values.frames import Frame

EDGES = (0, 30, 60, 90)
UNALLOCATED = "unallocated"


def with_bucket(open_parts: Frame, *, edges: Sequence[int] = EDGES) -> Frame:
    """Name the bucket of each open part by its days past due; credits are unallocated.

    Shapes:
        open_parts: open_parts with days_past_due and is_credit.
        returns: the same rows with bucket.

    Units:
        edges: days past due, the last day of each bucket, ascending.

    Source: docs/algorithms/aging.md.
    """
    labels = bucket_labels(edges)
    days = nw.col("days_past_due")
    bucket = nw.lit(labels[-1])
    for label, edge in reversed(list(zip(labels, edges, strict=False))):
        bucket = nw.when(days <= edge).then(nw.lit(label)).otherwise(bucket)
    return open_parts.with_columns(
        nw.when(nw.col("is_credit")).then(nw.lit(UNALLOCATED)).otherwise(bucket).alias("bucket")
    )


def aging(bucketed: Frame, cash: Frame) -> Frame:
    """Sum open amounts per customer, currency and bucket.

    Shapes:
        bucketed: open parts with their bucket.
        cash: cash without an invoice (``ledger.cash``).
        returns: customer_id currency bucket open_amount; only buckets that hold anything.

    Keeps:
        per customer and currency, the buckets add up to invoiced less settled, prepayments apart.

    Source: docs/algorithms/aging.md.
    """
    on_account = cash.select(
        "customer_id",
        "currency",
        nw.lit(UNALLOCATED).alias("bucket"),
        (nw.lit(0).cast(DTYPES["money"]) - nw.col("on_account")).cast(TOTAL).alias("open_amount"),
    )
    owed = bucketed.select(
        "customer_id", "currency", "bucket", nw.col("open_amount").cast(TOTAL).alias("open_amount")
    )
    return (
        nw.concat([owed, on_account])
        .group_by("customer_id", "currency", "bucket")
        .agg(nw.col("open_amount").sum())
        .filter(nw.col("open_amount") != 0)
    )


def bucket_labels(edges: Sequence[int]) -> list[str]:
    """Spell the buckets as a statement prints them.

    Raises:
        ValueError: the edges do not ascend.

    >>> bucket_labels((0, 30, 60))
    ['current', '1-30', '31-60', '60+']
    """
    pairs = list(pairwise(edges))
    if any(later <= earlier for earlier, later in pairs):
        raise ValueError(f"edges must ascend, got {tuple(edges)}")
    between = [f"{earlier + 1}-{later}" for earlier, later in pairs]
    return ["current", *between, f"{edges[-1]}+"]
