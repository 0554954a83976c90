"""The two ladders that the presets ship."""

from decimal import Decimal

from duecourse.policy.shapes import Dunning, DunningLevel
from duecourse.values.says import Says

SAYS = Says("催收", "Dunning")
STANDARD = Dunning(
    (
        DunningLevel("friendly", 7, SAYS),
        DunningLevel("formal", 30, SAYS, hold_orders=True),
        DunningLevel("legal", 90, SAYS, "hand_over", approval="manager"),
    ),
    min_gap_days=7,
    least_amount=Decimal(200),
)
SMALL_FIRM = Dunning(
    (
        DunningLevel("call", 30, SAYS, "call"),
        DunningLevel("letter", 60, SAYS),
        DunningLevel("last", 90, SAYS),
    ),
    min_gap_days=0,
)
