"""The payment terms that example customers are on."""

from dataclasses import dataclass

import numpy as np

from duecourse.simulator.draws import Ints
from duecourse.simulator.seasons import Calendar
from duecourse.values.says import Says

PARTS = ((0.30, 30), (0.60, 90), (0.10, 365))
"""30/60/10: a share each, due so many days after the invoice; the last is the retention."""
DISCOUNT = 0.02
DISCOUNT_DAYS = 10


@dataclass(frozen=True, slots=True)
class ExampleTerms:
    """Terms as they are written, and what they mean.

    Units:
        share: of the customers. granted: the id under which a limit names them.
    """

    says: Says
    share: float
    net_days: int
    granted: str
    end_of_month: bool = False
    in_parts: bool = False
    discount: bool = False


TERMS = (
    ExampleTerms(Says("NET30", "NET30"), 0.42, 30, "NET30"),
    ExampleTerms(Says("NET60", "NET60"), 0.28, 60, "NET60"),
    ExampleTerms(Says("月结30天", "EOM30"), 0.14, 30, "NET30", end_of_month=True),
    ExampleTerms(Says("2/10 NET30", "2/10 NET30"), 0.11, 30, "NET30", discount=True),
    ExampleTerms(Says("30/60/10", "30/60/10"), 0.05, PARTS[1][1], "NET60", in_parts=True),
)
NET_DAYS = np.array([terms.net_days for terms in TERMS], dtype=np.int64)
AT_MONTH_END = np.array([terms.end_of_month for terms in TERMS])
IN_PARTS = np.array([terms.in_parts for terms in TERMS])
WITH_DISCOUNT = np.array([terms.discount for terms in TERMS])


def due_days(issued: Ints, terms: Ints, calendar: Calendar) -> Ints:
    """Return when invoices fall due; of one in parts, the day of its largest part."""
    month_ends = np.append(calendar.starts[1:] - 1, calendar.starts[-1] + 30)
    month_end = month_ends[calendar.month_of(issued)]
    return np.where(AT_MONTH_END[terms], month_end, issued) + NET_DAYS[terms]
