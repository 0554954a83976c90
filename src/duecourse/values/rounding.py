"""Rounding half up, alike on every engine."""

import narwhals.stable.v2 as nw

NOISE_DIGITS = 9
"""Floating sums may differ in the last bits with the order of rows; nine decimals never do."""


def half_up(value: nw.Expr, digits: int) -> nw.Expr:
    """Round a float half up, away from zero, to so many decimals.

    Engines round floats differently (half even, by the binary value, half up); this one is
    comparisons and a floor. Values are first freed of binary noise, so that 2.345 rounds up.
    """
    scale = 10.0**digits
    size = (value.abs() * scale + (0.5 + 1e-7)).floor() / scale
    return nw.when(value < 0).then(-size).otherwise(size)


def steady(value: nw.Expr) -> nw.Expr:
    """Free a float of binary noise, so that a bound is met alike whatever the order of rows."""
    return half_up(value, NOISE_DIGITS)
