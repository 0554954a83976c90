"""Alerts: which rules of the policy ring for which customer."""

from decimal import Decimal

import narwhals.stable.v2 as nw

from duecourse.assess.conditions import Specs, compared, fires, measures_of, with_compared
from duecourse.assess.specs import ASSESSED
from duecourse.decide.specs import DECIDED
from duecourse.ledger.ledger import Keep, as_it_is
from duecourse.policy.shapes import AlertRule, Condition
from duecourse.values.frames import Frame

COLUMNS = ("customer_id", "rule", "severity", "value", "threshold")


def alerts(
    profile: Frame, rules: tuple[AlertRule, ...], *, specs: Specs, keep: Keep = as_it_is
) -> Frame:
    """List the alerts of the day: one row per customer and rule that rings.

    A rule rings where its ``when`` is met and its ``unless`` is not; an unknown value meets
    neither, so it never rings and excuses nobody.

    Shapes:
        profile: docs/architecture.md, once decided
        returns: customer_id, rule (its id), severity, value, threshold

    Units:
        amounts in the policy's currency, value and threshold alike.

    Raises:
        IncompleteFrame: a rule names a measure that the profile lacks.
        NoSuchMeasure: a rule names a measure that nobody defined.

    Source: docs/algorithms/alerts.md.
    """
    if not rules:
        return silence(profile)
    known = {**{spec.name: spec for spec in (*ASSESSED, *DECIDED)}, **specs}
    named = [name for rule in rules for name in measures_of(rule.when, rule.unless)]
    taken = with_compared(profile, named, known)
    columns = sorted({*named, *map(compared, named)})
    ready = keep(taken.select("customer_id", *columns))
    return nw.concat([ringing(ready, rule) for rule in rules])


def ringing(profile: Frame, rule: AlertRule) -> Frame:
    """List the customers for whom one rule rings."""
    return profile.filter(fires(rule.when, rule.unless)).select(
        "customer_id",
        rule=nw.lit(rule.id),
        severity=nw.lit(rule.severity),
        value=nw.col(compared(rule.when.measure)),
        threshold=nw.lit(float(threshold(rule.when))),
    )


def threshold(condition: Condition) -> Decimal:
    """Return the bound that a condition's value crossed: the lower one where there are two."""
    bounds = (condition.above, condition.at_least, condition.below, condition.up_to)
    return next(bound for bound in bounds if bound is not None)


def silence(profile: Frame) -> Frame:
    """Return no alerts, in the shape of some."""
    nothing = {
        "rule": nw.lit(""),
        "severity": nw.lit(""),
        "value": nw.lit(0.0),
        "threshold": nw.lit(0.0),
    }
    return profile.select("customer_id", **nothing).filter(nw.col("rule") != "")
