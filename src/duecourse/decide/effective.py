"""Effective limit: what counts today, given what was granted and what the policy recommends."""

from datetime import date

import narwhals.stable.v2 as nw

from duecourse.assess.conditions import met
from duecourse.assess.expressions import UNKNOWN
from duecourse.policy.shapes import Change
from duecourse.values.days import months_later
from duecourse.values.rounding import steady

MONTHS_IN_QUARTER = 3


def granted() -> nw.Expr:
    """Return the granted limit in force."""
    return nw.col("granted_limit").cast(nw.Float64)


def effective_limit(change: Change) -> nw.Expr:
    """Return the limit that counts, in the customer's currency.

    The granted limit; none granted: the recommended one. What cuts at once lowers it: grade C
    to at most the recommended limit, the worsening cut to a share of the granted one. Any other
    lower recommendation is a proposal.

    Source: docs/algorithms/effective-limit.md.
    """
    at_most = nw.min_horizontal(granted(), *cuts(change))
    return nw.when(granted().is_null()).then(nw.col("recommended_limit")).otherwise(at_most)


def cuts(change: Change) -> list[nw.Expr]:
    """Return the cuts that take effect at once; unknown where they do not apply."""
    if not change.cut_at_once:
        return []
    to_recommended = nw.when(nw.col("grade") == "C").then(nw.col("recommended_limit"))
    falling = [to_recommended.otherwise(UNKNOWN)]
    worsening = change.worsening_cut
    if worsening is not None:
        cut = nw.when(met(worsening.when)).then(granted() * float(worsening.to_share))
        falling.append(steady(cut.otherwise(UNKNOWN)))
    return falling


def proposed_limit(change: Change) -> nw.Expr:
    """Return what a review should put to whoever grants; unknown where nothing changes.

    A lower recommendation as it is; a higher one by the step a quarter allows. Under
    observation nothing is raised.
    """
    wanted = nw.col("recommended_limit")
    step = granted() * (1.0 + float(change.raise_at_most or 0))
    bounded = change.raise_at_most is not None
    raised = nw.when(granted() > 0).then(nw.min_horizontal(wanted, step)) if bounded else None
    up = raised.otherwise(wanted) if raised is not None else wanted
    return (
        nw.when(wanted < granted())
        .then(wanted)
        .otherwise(
            nw.when((wanted > granted()) & (nw.col("stage") == "normal"))
            .then(up)
            .otherwise(UNKNOWN)
        )
    )


def next_raise_on(granted_on: date) -> date:
    """Return the first day on which a limit may be raised again: a quarter after it was granted.

    >>> next_raise_on(date(2026, 1, 31))
    datetime.date(2026, 4, 30)
    """
    return months_later(granted_on, MONTHS_IN_QUARTER)
