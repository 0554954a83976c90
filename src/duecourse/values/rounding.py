"""Rounding half up, alike on every engine."""

import narwhals.stable.v2 as nw

NOISE_DIGITS = 9
"""Floating sums may differ in the last bits with the order of rows; nine decimals never do."""
COUNTED_EXACTLY = 2.0**50
"""Beyond this many units of the last digit a float has no such digit left to round."""


def half_up(value: nw.Expr, digits: int) -> nw.Expr:
    """Round a float half up, away from zero, to so many decimals.

    Engines round floats differently (half even, by the binary value, half up); this one is
    comparisons and a floor. Values are first freed of binary noise, so that 2.345 rounds up.
    Polars would turn a division by a constant into a product with its inverse, which is inexact;
    a divisor that follows the value is divided by.
    """
    scale = 10.0**digits
    divisor = value * 0.0 + scale
    units = value.abs() * scale
    size = (units + (0.5 + 1e-7)).floor() / divisor
    rounded = nw.when(value < 0).then(-size).otherwise(size)
    return nw.when(units >= COUNTED_EXACTLY).then(value).otherwise(rounded)


def steady(value: nw.Expr) -> nw.Expr:
    """Free a float of binary noise, so that a bound is met alike whatever the order of rows."""
    return half_up(value, NOISE_DIGITS)
