"""Rounding half up, alike on every engine."""

import narwhals.stable.v2 as nw

NOISE_DIGITS = 9
"""Floating sums may differ in the last bits with the order of rows; nine decimals never do."""
OF_A_UNIT = 1e-7
COUNTED_EXACTLY = 2.0**50
"""Beyond this many units of the last digit a float has no such digit left to round."""


def half_up(value: nw.Expr, digits: int) -> nw.Expr:
    """Round a float half up, away from zero, to so many decimals.

    Engines break ties differently (half even, by the binary value, half up): a ten millionth of
    the last digit, away from zero, leaves no tie to break, and frees values of binary noise, so
    that 2.345 rounds up everywhere.
    """
    unit = 10.0**-digits
    away = nw.when(value < 0).then(-unit * OF_A_UNIT).otherwise(unit * OF_A_UNIT)
    rounded = (value + away).round(digits)
    return nw.when(value.abs() >= COUNTED_EXACTLY * unit).then(value).otherwise(rounded)


def steady(value: nw.Expr) -> nw.Expr:
    """Free a float of binary noise, so that a bound is met alike whatever the order of rows."""
    return half_up(value, NOISE_DIGITS)
