"""The books on one day: each invoice's state, what is open, cash, rates. Kept, read by many."""

from dataclasses import dataclass

import narwhals.stable.v2 as nw

from duecourse.ledger.cash import cash_without_invoice
from duecourse.ledger.currency import rates_on
from duecourse.ledger.invoice_state import invoice_state
from duecourse.ledger.ledger import Ledger
from duecourse.ledger.open_parts import open_parts, with_days_past_due
from duecourse.ledger.reserved import with_reserved
from duecourse.measures.aging import with_bucket
from duecourse.values.frames import Frame


@dataclass(frozen=True, slots=True)
class Books:
    """What the books say on one day, in frames that were computed once."""

    ledger: Ledger
    as_of: int
    home: str
    state: Frame
    open_parts: Frame
    cash: Frame
    rates: Frame


def books_on(ledger: Ledger, *, as_of: int, home: str, rate_max_age_days: int) -> Books:
    """Open the books on a day.

    Source: docs/algorithms/open-items.md.
    """
    state = ledger.keep(invoice_state(ledger, as_of=as_of))
    opened = with_days_past_due(open_parts(state, ledger["due_parts"]), as_of=as_of)
    parts = with_bucket(with_reserved(ledger.keep(opened), ledger, state=state, as_of=as_of))
    rates = rates_on(ledger["rates"], as_of=as_of, max_age_days=rate_max_age_days)
    return Books(
        ledger=ledger,
        as_of=as_of,
        home=home,
        state=state,
        open_parts=ledger.keep(parts),
        cash=ledger.keep(cash_without_invoice(ledger["settlements"], as_of=as_of)),
        rates=ledger.keep(rates.filter(nw.col("currency") != home)),
    )
