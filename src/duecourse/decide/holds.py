"""Holds: which rules of the policy stop a customer's orders, and the status that follows."""

from collections.abc import Mapping
from datetime import date

import narwhals.stable.v2 as nw

from duecourse.assess.conditions import fires
from duecourse.assess.expressions import named
from duecourse.decide.terms import prepaid
from duecourse.policy.shapes import Hold, Terms
from duecourse.values.days import day_number
from duecourse.values.frames import Frame

OF_THE_LIMIT = ("headroom", "limit_use")
"""Who prepays lets what is open run off; being over a limit of nothing is no hold by itself."""
STANDING = "standing"
"""The name of a hold that a person set."""


def holds(rules: tuple[Hold, ...], terms: Mapping[str, Terms]) -> nw.Expr:
    """Name every rule that stops orders, joined by a blank; empty text: go.

    Source: docs/algorithms/holds.md.
    """
    return named([(rule.id, stops(rule, terms)) for rule in rules])


def stops(rule: Hold, terms: Mapping[str, Terms]) -> nw.Expr:
    """Say whether one rule stops orders; rules of the limit spare who prepays."""
    fired = fires(rule.when, rule.unless)
    return fired & ~prepaid(terms) if rule.when.measure in OF_THE_LIMIT else fired


def status(terms: Mapping[str, Terms]) -> nw.Expr:
    """Name the status: prepay where the terms are, else hold where a rule fires, else active."""
    held = nw.when(nw.col("holds") != "").then(nw.lit("hold")).otherwise(nw.lit("active"))
    return nw.when(prepaid(terms)).then(nw.lit("prepay")).otherwise(held)


def with_standing_holds(decided: Frame, ledger_holds: Frame, *, as_of: date) -> Frame:
    """Add the holds that people set and have not lifted.

    Shapes:
        decided: one row per customer with holds and status
        ledger_holds: customer_id, from_on, until_on (the last day it holds; null: until lifted)
        returns: decided, ``standing`` added to holds; a status of active becomes hold

    Keeps:
        what it added before: adding twice changes nothing.
    """
    today = day_number(as_of)
    standing = (
        ledger_holds.filter(
            (nw.col("from_on") <= today)
            & (nw.col("until_on").is_null() | (nw.col("until_on") >= today))
        )
        .group_by("customer_id")
        .agg(standing=nw.len())
    )
    on_hold = ~nw.col("standing").is_null() & ~nw.col("holds").str.contains(STANDING, literal=True)
    joined = nw.concat_str(nw.col("holds"), nw.lit(STANDING), separator=" ").str.strip_chars()
    now_held = on_hold & (nw.col("status") == "active")
    return (
        decided.join(standing, on="customer_id", how="left")
        .with_columns(
            holds=nw.when(on_hold).then(joined).otherwise(nw.col("holds")),
            status=nw.when(now_held).then(nw.lit("hold")).otherwise(nw.col("status")),
        )
        .drop("standing")
    )
