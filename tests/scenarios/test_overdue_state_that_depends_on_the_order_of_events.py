"""Complaint 9: what is overdue depends on the order of events; a part payment skips a level."""

import pytest
from scenarios.judged import INVOICE, NOTICE, SETTLED, chased, judged, told
from typed import rows

OWED = INVOICE + "I1 K1 2026-01-15 2026-02-14 CNY 1000\nI2 K1 2026-03-01 2026-04-30 CNY 500"
FACTS = (
    "S1 K1 I1 2026-03-01 CNY 1000 payment - -",
    "S2 K1 I1 2026-03-20 CNY -1000 reversal - S1",
    "S3 K1 I1 2026-03-21 CNY 250 payment - -",
    "S4 K1 - 2026-03-22 CNY 40 payment - -",
)
SETTLEMENTS = SETTLED.replace("kind", "kind order_id reverses")
JUDGED = ("score", "grade", "overdue_amount", "days_beyond_terms", "headroom", "status")


@pytest.mark.slow
def test_facts_in_any_order_give_the_same_position(engine):
    forwards = judged(engine, invoices=OWED, settlements=SETTLEMENTS + "\n".join(FACTS))
    backwards = judged(engine, invoices=OWED, settlements=SETTLEMENTS + "\n".join(FACTS[::-1]))

    assert chased(engine, forwards) == chased(engine, backwards) == {"I1": "friendly 750"}
    assert told(engine, forwards, "K1", *JUDGED) == told(engine, backwards, "K1", *JUDGED)
    assert rows(engine, forwards.aging, "bucket", "open_amount") == rows(
        engine, backwards.aging, "bucket", "open_amount"
    )


@pytest.mark.slow
def test_a_part_payment_between_two_levels_neither_skips_one_nor_starts_anew(polars):
    paid = SETTLEMENTS + "S1 K1 I1 2026-03-10 CNY 600 payment - -"
    notices = NOTICE + "I1 - friendly 2026-02-21 sent\n"

    def on(day, sent=""):
        position = judged(polars, on=day, invoices=OWED, settlements=paid, notices=notices + sent)
        return chased(polars, position)["I1"]

    # Friendly was sent on the whole; 600 come in; the formal notice is next, on its own day, and
    # asks for the rest; the legal step follows it, not before.
    assert on("2026-03-09") == "already-sent"
    assert on("2026-03-15") == "already-sent"
    assert on("2026-03-16") == "formal 400"
    assert on("2026-05-14", "I1 - formal 2026-03-16 sent") == "already-sent"
    assert on("2026-05-15", "I1 - formal 2026-03-16 sent") == "legal 400"
