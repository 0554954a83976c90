"""Whole columns of numbers written out, rounded half up once, here at the end."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from duecourse.values.money import decimals_of

WIDEST = 38


def decimals(values: pa.Array, digits: int) -> pa.Array:
    """Round a column half up to a decimal with so many digits; not-a-number is unknown."""
    kind = pa.decimal128(WIDEST, digits)
    if pa.types.is_decimal(values.type):
        widened = values.cast(pa.decimal128(WIDEST, max(values.type.scale, digits)))
        rounded = pc.round(widened, ndigits=digits, round_mode="half_towards_infinity")
        return rounded.cast(kind, safe=False)
    if pa.types.is_null(values.type):
        return values.cast(kind)
    numbers = values.cast(pa.float64()).to_numpy(zero_copy_only=False)
    known = np.isfinite(numbers)
    size = np.floor(np.abs(np.where(known, numbers, 0)) * 10.0**digits + (0.5 + 1e-7))
    signed = np.copysign(size / 10.0**digits, numbers)
    return pa.array(signed, mask=~known).cast(kind, safe=False)


def written(values: pa.Array, digits: int) -> pa.Array:
    """Write a column of numbers with exactly so many digits."""
    text = decimals(values, digits).cast(pa.string())
    return pc.replace_substring_regex(text, r"^-(0(\.0+)?)$", r"\1")


def amounts(values: pa.Array, currencies: pa.Array) -> pa.Array:
    """Write amounts with the decimals of the currency beside each; unknown currency: two."""
    known = [name for name in pc.unique(currencies).to_pylist() if name]
    text = written(values, 2)
    for digits in sorted({decimals_of(name) for name in known} - {2}):
        names = pa.array([name for name in known if decimals_of(name) == digits], pa.string())
        own = pc.fill_null(pc.is_in(currencies, names), False)
        text = pc.if_else(own, written(values, digits), text)
    return text


def shortened(text: pa.Array) -> pa.Array:
    """Drop the zeros that end a written decimal: 82.50 is 82.5, 60.00 is 60."""
    return pc.replace_substring_regex(text, r"(\.\d*[1-9])0+$|\.0+$", r"\1")
