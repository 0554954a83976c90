"""Conditions of a policy as expressions over the profile: unknown meets none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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


def with_compared(profile: Frame, measures: Iterable[str], specs: Specs) -> Frame:
    """Add each measure as a policy's numbers mean it: amounts in the policy's currency, steady.

    An amount without a rate is unknown; nothing at all is nothing in any currency.

    Shapes:
        returns: the profile and, per measure, the column that ``compared`` names

    Raises:
        IncompleteFrame: the profile lacks one; what was not taken is not unknown.
        NoSuchMeasure: one is in no catalogue, so its unit is not known.
    """
    wanted = sorted(set(measures))
    if not wanted:
        return profile
    require(profile, wanted, specs)
    meant = {compared(name): as_meant(name, specs) for name in wanted}
    return profile.with_columns(**meant).with_columns(
        **{name: steady(nw.col(name)) for name in meant}
    )


def compared(measure: str) -> str:
    """Name the column that holds a measure ready to be compared."""
    return f"{measure}, compared"


def as_meant(measure: str, specs: Specs) -> nw.Expr:
    """Return the measure, an amount converted to the policy's currency."""
    value = nw.col(measure)
    return at_home(value) if specs[measure].unit == "money" else value.cast(nw.Float64)


def at_home(amount: nw.Expr) -> nw.Expr:
    """Convert an amount of the customer's currency to the home currency; zero needs no rate."""
    known = amount.cast(nw.Float64)
    return nw.when(known == 0).then(nw.lit(0.0)).otherwise(known * nw.col("to_home"))


def require(profile: Frame, measures: Sequence[str], specs: Specs) -> None:
    """Refuse measures that have no definition or were not taken, naming all of them at once."""
    if strangers := [name for name in measures if name not in specs]:
        raise NoSuchMeasure(f"The policy names {strangers}, which no catalogue defines.")
    taken = set(profile.collect_schema().names())
    if absent := [name for name in measures if name not in taken]:
        raise IncompleteFrame(f"The policy names {absent}, which the profile lacks.")


def met(condition: Condition) -> nw.Expr:
    """Say whether a condition holds; never null, for an unknown value meets no condition.

    Shapes:
        reads the columns of ``with_compared``; for a bound of zero the amount as it stands,
        since its sign needs no rate
    """
    comparisons = [
        compare(value_for(condition.measure, bound), float(bound))
        for bound, compare in (
            (condition.above, nw.Expr.__gt__),
            (condition.up_to, nw.Expr.__le__),
            (condition.below, nw.Expr.__lt__),
            (condition.at_least, nw.Expr.__ge__),
        )
        if bound is not None
    ]
    known = ~nw.col(condition.measure).is_null()
    return nw.all_horizontal(known, *comparisons, ignore_nulls=False).fill_null(False)


def value_for(measure: str, bound: Decimal) -> nw.Expr:
    """Return what is held against a bound."""
    return nw.col(measure).cast(nw.Float64) if bound == 0 else nw.col(compared(measure))


def fires(when: Condition, unless: Condition | None) -> nw.Expr:
    """Say whether a rule fires: its ``when`` is met and its ``unless`` is not."""
    return met(when) if unless is None else met(when) & ~met(unless)


def measures_of(*conditions: Condition | None) -> Iterator[str]:
    """List the measures that conditions name."""
    return (condition.measure for condition in conditions if condition is not None)
