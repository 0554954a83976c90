"""Headroom: how much more a customer may owe, under its own limit and its group's."""

import narwhals.stable.v2 as nw

from duecourse.assess.conditions import at_home
from duecourse.values.rounding import steady

UNKNOWN = nw.lit(None, nw.Float64())


def exposure() -> nw.Expr:
    """Return the customer's exposure."""
    return nw.col("exposure").cast(nw.Float64)


def own_headroom() -> nw.Expr:
    """Return effective limit less exposure."""
    return nw.col("effective_limit") - exposure()


def group_exposure() -> nw.Expr:
    """Sum the exposure of the customer's group, in the customer's currency.

    Through home where its members differ in currency: unknown where one rate is. A group of one
    currency needs no rate.

    Shapes:
        reads one row per customer; all members of the group must be there
    """
    group = "group_id"
    currency = nw.col("currency")
    alike = currency.min().over(group) == currency.max().over(group)
    return (
        nw.when(alike)
        .then(whole(exposure(), group))
        .otherwise(whole(at_home(nw.col("exposure")), group) / nw.col("to_home"))
    )


def whole(amount: nw.Expr, group: str) -> nw.Expr:
    """Sum an amount over a group; unknown where a part is."""
    gaps = amount.is_null().cast(nw.Int64).sum().over(group)
    return nw.when(gaps == 0).then(amount.sum().over(group)).otherwise(UNKNOWN)


def group_headroom() -> nw.Expr:
    """Return group limit less the exposure of its members; unknown without a group."""
    limit = nw.col("group_limit").cast(nw.Float64)
    return nw.when(nw.col("group_id").is_null()).then(UNKNOWN).otherwise(limit - group_exposure())


def headroom() -> nw.Expr:
    """Return the lesser of own and group headroom, the latter where the group has a limit.

    Where one of them is unknown, the other counts as far as it is exceeded: what is over one
    limit is over, but what is within one may still be over the other.

    Source: docs/algorithms/headroom.md.
    """
    own, group = steady(own_headroom()), steady(group_headroom())
    lesser = nw.min_horizontal(own, group)
    pooled = ~nw.col("group_limit").is_null() & ~nw.col("group_id").is_null()
    certain = ~own.is_null() & (~pooled | ~group.is_null())
    return nw.when(certain | (lesser < 0)).then(lesser).otherwise(UNKNOWN)


def limit_use() -> nw.Expr:
    """Return exposure over effective limit; unknown where there is none."""
    limit = nw.col("effective_limit")
    return nw.when(limit > 0).then(steady(exposure() / limit)).otherwise(UNKNOWN)
