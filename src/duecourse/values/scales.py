"""Scales of raters, each its own, brought to one: 0 to 100, where 100 is safest."""

import narwhals.stable.v2 as nw

TOP = 100.0
A_SCALE = r"^[0-9]+(\.[0-9]+)?\s*(-|–|—|~|～|至|to)\s*[0-9]+(\.[0-9]+)?$"
AFTER_THE_FIRST_NUMBER = r"[^0-9.].*$"
BEFORE_THE_LAST_NUMBER = r"^.*[^0-9.]"
RISKIER = "riskier"


def standing(value: str = "value", scale: str = "scale", direction: str = "direction") -> nw.Expr:
    """Express a rating as a standing from 0 to 100, 100 = safest, linearly over its scale.

    Where a higher value means riskier, the scale is turned round: 3 on ``1-10`` gives 77.78.
    Unknown where the scale is not two numbers in ascending order, or the value is off it.

    Units:
        value: column of floats; scale: column of texts such as ``0-100``; direction: column of
        ``safer`` or ``riskier``.

    Source: docs/algorithms/report-standing.md.
    """
    text = nw.col(scale).str.strip_chars()
    ends = nw.when(text.str.contains(A_SCALE)).then(text)
    lowest = ends.str.replace_all(AFTER_THE_FIRST_NUMBER, "").cast(nw.Float64)
    highest = ends.str.replace_all(BEFORE_THE_LAST_NUMBER, "").cast(nw.Float64)
    rating = nw.col(value)
    on_scale = (lowest < highest) & (rating >= lowest) & (rating <= highest)
    share = (rating - lowest) / (highest - lowest)
    safety = nw.when(nw.col(direction) == RISKIER).then(1.0 - share).otherwise(share)
    return nw.when(on_scale).then(safety * TOP)
