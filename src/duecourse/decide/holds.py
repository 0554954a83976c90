"""Holds: which rules of the policy stop a customer's orders, and the status that follows."""

from collections.abc import Mapping, Sequence
from datetime import date

import narwhals.stable.v2 as nw

from duecourse.assess.conditions import fires
from duecourse.assess.expressions import named
from duecourse.decide.terms import prepaid
from duecourse.policy.shapes import DunningLevel, Hold, Terms
from duecourse.values.days import day_number
from duecourse.values.frames import Frame

OF_THE_LIMIT = ("headroom", "limit_use")
"""Who prepays lets what is open run off; being over a limit of nothing is no hold by itself."""
STANDING = "standing"
"""The name of a hold that a person set."""
NOTICE = "notice"
"""The name of a hold that follows from a notice (``hold_orders`` of its level)."""


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
    in_force = ledger_holds.filter(
        nw.col("from_on") <= today,
        nw.col("until_on").is_null() | (nw.col("until_on") >= today),
    )
    return with_hold(decided, in_force, STANDING)


def with_notice_holds(
    decided: Frame,
    open_parts: Frame,
    notices: Frame,
    *,
    levels: Sequence[DunningLevel],
    as_of: date,
) -> Frame:
    """Add the holds of notices that stop orders, as long as what they ask for is open and overdue.

    Shapes:
        decided: one row per customer with holds and status
        open_parts: invoice_id, part, customer_id, due_on, open_amount
        notices: the ledger's table
        returns: decided, ``notice`` added to holds; a status of active becomes hold
    """
    stopping = [level.id for level in levels if level.hold_orders]
    if not stopping:
        return decided
    today = day_number(as_of)
    sent = notices.filter(
        nw.col("status") == "sent", nw.col("sent_on") <= today, nw.col("level").is_in(stopping)
    ).select("invoice_id", "sent_on", notice_part=nw.col("part"))
    overdue = open_parts.filter(nw.col("due_on") < today, nw.col("open_amount") > 0)
    names_the_part = nw.col("notice_part") == nw.col("part")
    was_overdue = nw.col("notice_part").is_null() & (nw.col("due_on") < nw.col("sent_on"))
    asked = overdue.join(sent, on="invoice_id", how="inner").filter(names_the_part | was_overdue)
    return with_hold(decided, asked, NOTICE)


def with_hold(decided: Frame, held: Frame, name: str) -> Frame:
    """Add a hold of this name to every customer that has a row in ``held``."""
    customers = held.group_by("customer_id").agg(held_rows=nw.len())
    named_already = nw.col("holds").str.contains(rf"(^| ){name}( |$)")
    is_held = ~nw.col("held_rows").is_null() & ~named_already
    joined = nw.concat_str(nw.col("holds"), nw.lit(name), separator=" ").str.strip_chars()
    now_held = is_held & (nw.col("status") == "active")
    return (
        decided.join(customers, on="customer_id", how="left")
        .with_columns(
            holds=nw.when(is_held).then(joined).otherwise(nw.col("holds")),
            status=nw.when(now_held).then(nw.lit("hold")).otherwise(nw.col("status")),
        )
        .drop("held_rows")
    )
