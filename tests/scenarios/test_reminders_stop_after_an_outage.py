"""Complaint 7: after an outage reminders stop for good, or history is mailed all at once."""

import pytest
from scenarios.judged import INVOICE, NOTICE, chased, judged, recorded

OWED = (
    INVOICE
    + """OLD   K1 2025-11-01 2025-12-01 CNY 1000
    OLDER K2 2025-06-01 2025-07-01 CNY 1000
    NEW   K3 2026-02-20 2026-03-22 CNY 1000"""
)
BEFORE = """OLD   - friendly 2025-12-08 sent
OLDER - friendly 2025-07-08 sent
OLDER - formal   2025-07-31 failed
"""


def after(engine, on, notices):
    return judged(engine, on=on, invoices=OWED, notices=NOTICE + notices)


@pytest.mark.slow
def test_after_weeks_of_silence_each_invoice_takes_the_lowest_step_unsent_and_only_one(engine):
    # No run since December: by now all three levels of OLD and OLDER are reached.
    back = after(engine, "2026-03-31", BEFORE)
    assert chased(engine, back) == {
        "OLD": "formal 1000",
        "OLDER": "formal 1000",
        "NEW": "friendly 1000",
    }


@pytest.mark.slow
def test_the_steps_that_were_missed_follow_one_by_one_with_the_usual_gap(polars):
    notices, told = BEFORE, []
    for on in ("2026-03-31", "2026-04-01", "2026-04-06", "2026-04-07", "2026-04-14"):
        position = after(polars, on, notices)
        told.append(chased(polars, position)["OLD"])
        notices += recorded(polars, position, on=on)

    assert told == ["formal 1000", "already-sent", "already-sent", "legal 1000", "already-sent"]
