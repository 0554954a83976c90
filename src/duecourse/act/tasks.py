"""Tasks: what a person has to decide or look at today."""

from collections.abc import Mapping

import narwhals.stable.v2 as nw

from duecourse.act.sent import PART, promised_parts
from duecourse.assess.expressions import first_of
from duecourse.ledger.columns import TOTAL
from duecourse.ledger.ledger import Ledger
from duecourse.policy.shapes import GRADES, Grade, Review
from duecourse.values.frames import Frame

COLUMNS = ("customer_id", "kind", "due_on", "value", "currency")
KINDS = ("hand-over", "observation-ended", "promise-broken", "review-due")
"""Each has its wording."""
RHYTHM_DAYS = {"month": 31, "quarter": 92, "half-year": 184, "year": 366}
"""The longest that each can be."""


def tasks(
    profile: Frame, dunned: Frame, open_parts: Frame, ledger: Ledger, *, review: Review, as_of: int
) -> Frame:
    """List what waits for a person, by customer and kind.

    Shapes:
        profile: docs/architecture.md, once decided
        dunned: the plan of ``dunning``
        open_parts: docs/architecture.md
        ledger: its promises are read
        returns: customer_id, kind (one of ``KINDS``), due_on (day number), value (the money at
            stake, decimal), currency; one row per customer, kind and currency

    Source: docs/algorithms/alerts.md, section Tasks.
    """
    return nw.concat(
        [
            hand_overs(dunned, as_of=as_of),
            observations_ended(profile, as_of=as_of),
            broken_promises(open_parts, ledger["promises"], as_of=as_of),
            reviews_due(profile, review.customers, as_of=as_of),
        ]
    )


def hand_overs(dunned: Frame, *, as_of: int) -> Frame:
    """List who is to be handed over: an approval, never a letter."""
    return (
        dunned.filter(nw.col("action") == "hand_over")
        .group_by("customer_id", "currency")
        .agg(nw.col("chase_amount").sum().alias("value"))
        .with_columns(due_on=nw.lit(as_of))
        .select(*columns("hand-over"))
    )


def observations_ended(profile: Frame, *, as_of: int) -> Frame:
    """List who came to the end of observation without passing its tests."""
    return (
        profile.filter(nw.col("observation_task").fill_null(value=False))
        .with_columns(due_on=nw.lit(as_of), value=nw.col("exposure"))
        .select(*columns("observation-ended"))
    )


def broken_promises(open_parts: Frame, promises: Frame, *, as_of: int) -> Frame:
    """List whose promise ran out with the money still open and no newer promise in time.

    What is in dispute, or paid and not yet posted, was not promised in vain.
    """
    owed = nw.col("open_amount") - nw.col("disputed_amount") - nw.col("pending_amount")
    parts = open_parts.filter(nw.col("bucket") != "unallocated", owed > 0)
    still_open = nw.col("closed_on").is_null() | (nw.col("closed_on") > as_of)
    late = promises.filter(nw.col("until_on") < as_of, still_open).select(
        "invoice_id", "until_on", promised_part=nw.col("part")
    )
    named = nw.col("promised_part").is_null() | (nw.col("promised_part") == nw.col("part"))
    kept_waiting = (
        parts.join(late, on="invoice_id", how="inner")
        .filter(named)
        .group_by(*PART)
        .agg(nw.col("until_on").max())
    )
    in_time = promised_parts(parts, promises, as_of=as_of)
    return (
        parts.with_columns(owed=owed)
        .join(kept_waiting, on=list(PART), how="inner")
        .join(in_time, on=list(PART), how="anti")
        .group_by("customer_id", "currency")
        .agg(nw.col("owed").sum().alias("value"), nw.col("until_on").min())
        .with_columns(due_on=nw.col("until_on") + 1)
        .select(*columns("promise-broken"))
    )


def reviews_due(profile: Frame, rhythms: Mapping[Grade, str], *, as_of: int) -> Frame:
    """List the customers with exposure whom nobody has looked at within their grade's rhythm.

    A granted limit shows that a person looked; before the first one the relationship's start
    counts. Who has no grade is looked at as often as the worst.
    """
    cases = [(nw.col("grade") == grade, nw.lit(days_between(rhythms, grade))) for grade in GRADES]
    rhythm = first_of(cases, nw.lit(days_between(rhythms, GRADES[-1])))
    seen_on = nw.coalesce("granted_on", "started_on")
    return (
        profile.filter(nw.col("exposure") > 0)
        .with_columns(due_on=seen_on + rhythm, value=nw.col("exposure"))
        .filter(nw.col("due_on") <= as_of)
        .select(*columns("review-due"))
    )


def days_between(rhythms: Mapping[Grade, str], grade: Grade) -> int:
    """Return the days between two reviews of a grade; a quarter where the policy is silent."""
    return RHYTHM_DAYS[rhythms.get(grade, "quarter")]


def columns(kind: str) -> tuple[nw.Expr, ...]:
    """Express the columns of a task of one kind, alike for all."""
    return (
        nw.col("customer_id"),
        nw.lit(kind).alias("kind"),
        nw.col("due_on").cast(nw.Int32),
        nw.col("value").cast(TOTAL),
        nw.col("currency"),
    )
