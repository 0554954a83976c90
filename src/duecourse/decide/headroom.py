"""Headroom: how much more a customer may owe, under its own limit and its group's."""

import narwhals.stable.v2 as nw

from duecourse.assess.conditions import at_home
from duecourse.assess.expressions import UNKNOWN
from duecourse.ledger.currency import MONEY_DIGITS
from duecourse.values.frames import Frame
from duecourse.values.rounding import half_up, steady

GROUP = "group_id"
EXPOSURE, AT_HOME = "exposure, as a number", "exposure, at home"
RAW, HOME = "group exposure, as it stands", "group exposure, at home"


def with_headroom(decided: Frame) -> Frame:
    """Add own_headroom, group_headroom, headroom and limit_use.

    Shapes:
        decided: one row per customer, all members of a group there; effective_limit, exposure,
            group_id, group_limit, has_group_limit, currency, to_home

    Source: docs/algorithms/headroom.md.
    """
    return (
        decided.with_columns(
            nw.col("exposure").cast(nw.Float64).alias(EXPOSURE),
            at_home(nw.col("exposure")).alias(AT_HOME),
        )
        .with_columns(whole(EXPOSURE).alias(RAW), whole(AT_HOME).alias(HOME))
        .with_columns(own_headroom=own_headroom(), group_headroom=group_headroom())
        .with_columns(
            own_headroom=half_up(nw.col("own_headroom"), MONEY_DIGITS),
            group_headroom=half_up(nw.col("group_headroom"), MONEY_DIGITS),
            limit_use=limit_use(),
        )
        .with_columns(headroom=headroom())
    )


def own_headroom() -> nw.Expr:
    """Return effective limit less exposure."""
    return nw.col("effective_limit") - nw.col(EXPOSURE)


def group_headroom() -> nw.Expr:
    """Return group limit less the exposure of its members; unknown without a limit for a group.

    Members of several currencies are added at home: unknown where one rate is. A group of one
    currency needs no rate.
    """
    currency = nw.col("currency")
    alike = currency.min().over(GROUP) == currency.max().over(GROUP)
    used = nw.when(alike).then(nw.col(RAW)).otherwise(nw.col(HOME) / nw.col("to_home"))
    limit = nw.col("group_limit").cast(nw.Float64)
    return nw.when(nw.col(GROUP).is_null()).then(UNKNOWN).otherwise(limit - used)


def whole(column: str) -> nw.Expr:
    """Sum an amount over the group; unknown where a part is."""
    amount = nw.col(column)
    gaps = amount.is_null().cast(nw.Int64).sum().over(GROUP)
    return nw.when(gaps == 0).then(amount.sum().over(GROUP)).otherwise(UNKNOWN)


def headroom() -> nw.Expr:
    """Return the lesser of own and group headroom, the latter where a limit was granted to it.

    Where one of them is unknown, the other counts as far as it is exceeded: what is over one
    limit is over, but what is within one may still be over the other.
    """
    own, group = nw.col("own_headroom"), nw.col("group_headroom")
    lesser = nw.min_horizontal(own, group)
    pooled = nw.col("has_group_limit") & ~nw.col(GROUP).is_null()
    certain = ~own.is_null() & (~pooled | ~group.is_null())
    return nw.when(certain | (lesser < 0)).then(lesser).otherwise(UNKNOWN)


def limit_use() -> nw.Expr:
    """Return exposure over effective limit; unknown where there is none."""
    limit = nw.col("effective_limit")
    return nw.when(limit > 0).then(steady(nw.col(EXPOSURE) / limit)).otherwise(UNKNOWN)
