"""Collection effectiveness: how much of what could be collected in a month was."""

from decimal import Decimal

from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.says import Says


def collection_effectiveness(
    begin: Decimal, sales: Decimal, *, end: Decimal, end_current: Decimal
) -> Decimal | None:
    """Return (begin + sales - end) / (begin + sales - end not overdue), a share.

    Units:
        begin, end: receivable at the start and the end of the window; end_current: what of the
        latter is not overdue; sales: credit sales of the window; one currency.

    Returns:
        a share, unrounded; None where nothing could have been collected.

    Source: docs/algorithms/collection-effectiveness.md.

    >>> result = collection_effectiveness(
    ...     Decimal(6200), Decimal(3630), end=Decimal(6340), end_current=Decimal(3590))
    >>> round(result, 3)
    Decimal('0.559')
    """
    collectable = begin + sales - end_current
    return (begin + sales - end) / collectable if collectable > 0 else None


SPECS = (
    MeasureSpec(
        "collection_effectiveness",
        "share",
        "higher",
        Says("回款效率指数", "Collection effectiveness"),
        "collection-effectiveness.md",
    ),
)
