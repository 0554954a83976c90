from decimal import Decimal

from act.chasing import plan_of
from act.ladders import STANDARD
from golden import expected, golden_ledger, needs_golden
from typed import rows

NUMBERS = ("part", "days_past_due")
AMOUNTS = ("open_amount", "chase_amount")


@needs_golden
def test_the_golden_ledger_is_dunned_as_agreed(engine):
    plan, left_out = plan_of(golden_ledger(engine), as_of="2026-03-31", policy=STANDARD)

    for frame, name in ((plan, "dunning"), (left_out, "not_dunned")):
        agreed = expected(name)
        columns = list(agreed[0])
        assert rows(engine, frame, *columns) == [
            tuple(typed(column, row[column]) for column in columns) for row in agreed
        ]


def typed(column, text):
    """Read one agreed cell."""
    if column in NUMBERS:
        return int(text)
    return Decimal(text) if column in AMOUNTS else text
