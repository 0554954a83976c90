"""Conditions of a policy as expressions over the profile: unknown meets none."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import narwhals.stable.v2 as nw

from duecourse.policy.shapes import Condition
from duecourse.values.frames import Frame
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.problems import IncompleteFrame
from duecourse.values.rounding import steady

Specs = Mapping[str, MeasureSpec]


class NoSuchMeasure(LookupError):
    """A policy names a measure that nobody defined."""


def raw(measure: str) -> nw.Expr:
    """Return the measure as it stands, freed of binary noise."""
    return steady(nw.col(measure).cast(nw.Float64))


def comparable(measure: str, specs: Specs) -> nw.Expr:
    """Return the measure as a policy's numbers mean it: amounts in the policy's currency.

    An amount without a rate is unknown; nothing at all is nothing in any currency.

    Raises:
        NoSuchMeasure: it is in no catalogue, so its unit is not known.
    """
    if measure not in specs:
        raise NoSuchMeasure(
            f"The policy names {measure!r}, which is no measure; known are {sorted(specs)}."
        )
    return steady(at_home(nw.col(measure))) if specs[measure].unit == "money" else raw(measure)


def at_home(amount: nw.Expr) -> nw.Expr:
    """Convert an amount of the customer's currency to the home currency; zero needs no rate."""
    known = amount.cast(nw.Float64)
    return nw.when(known == 0).then(nw.lit(0.0)).otherwise(known * nw.col("to_home"))


def met(condition: Condition, specs: Specs) -> nw.Expr:
    """Say whether a condition holds; never null, for an unknown value meets no condition.

    A bound of zero is a question of sign and needs no rate.
    """
    value = comparable(condition.measure, specs)
    comparisons = [
        compare(against(bound, value, condition.measure), float(bound))
        for bound, compare in (
            (condition.above, nw.Expr.__gt__),
            (condition.up_to, nw.Expr.__le__),
            (condition.below, nw.Expr.__lt__),
            (condition.at_least, nw.Expr.__ge__),
        )
        if bound is not None
    ]
    return nw.all_horizontal(*comparisons, ignore_nulls=False).fill_null(False)


def against(bound: Decimal, converted: nw.Expr, measure: str) -> nw.Expr:
    """Return what is compared with the bound: the amount as it stands where the bound is zero."""
    return raw(measure) if bound == 0 else converted


def fires(when: Condition, unless: Condition | None, specs: Specs) -> nw.Expr:
    """Say whether a rule fires: its ``when`` is met and its ``unless`` is not."""
    fired = met(when, specs)
    return fired if unless is None else fired & ~met(unless, specs)


def named(flags: Sequence[tuple[str, nw.Expr]]) -> nw.Expr:
    """Join the ids whose flag is up by a blank, in order; none gives an empty text."""
    if not flags:
        return nw.lit("")
    ids = [
        nw.when(flag).then(nw.lit(name)).otherwise(nw.lit(None, nw.String()))
        for name, flag in flags
    ]
    return nw.concat_str(*ids, separator=" ", ignore_nulls=True)


def first_of(cases: Iterable[tuple[nw.Expr, nw.Expr]], otherwise: nw.Expr) -> nw.Expr:
    """Return the value beside the first expression that is true, else ``otherwise``."""
    found = otherwise
    for holds, value in reversed(list(cases)):
        found = nw.when(holds).then(value).otherwise(found)
    return found


def any_of(flags: Iterable[nw.Expr]) -> nw.Expr:
    """Say whether one of the flags is up; of none, none is."""
    return nw.any_horizontal(nw.lit(False), *flags, ignore_nulls=True)


def all_of(flags: Iterable[nw.Expr]) -> nw.Expr:
    """Say whether all flags are up; of none, all are."""
    return nw.all_horizontal(nw.lit(True), *flags, ignore_nulls=True)


def require(profile: Frame, measures: Iterable[str]) -> None:
    """Refuse a profile that lacks a measure the policy names: untaken is not unknown.

    Raises:
        IncompleteFrame: naming every absent column at once.
    """
    taken = set(profile.collect_schema().names())
    if absent := sorted(set(measures) - taken):
        raise IncompleteFrame(f"the policy names measures the profile lacks: {absent}")
