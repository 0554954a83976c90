"""Complaint 6: a job that runs again writes again, or adds its fee again."""

import pytest
from scenarios.judged import INVOICE, NOTICE, chased, judged, recorded

OWED = (
    INVOICE
    + """I1 K1 2026-01-15 2026-02-14 CNY 1000
    I2 K2 2025-12-01 2025-12-31 CNY 2000
    I3 K3 2026-03-01 2026-03-29 CNY 3000"""
)
PARTS = """
    invoice_id  part  due_on      amount
    I1          1     2026-02-14  400
    I1          2     2026-02-24  600
"""


def hour(engine, notices, on="2026-03-31"):
    return judged(engine, on=on, invoices=OWED, due_parts=PARTS, notices=NOTICE + notices)


@pytest.mark.slow
def test_once_the_notices_are_recorded_the_same_day_plans_nothing_more(engine):
    first = hour(engine, "I2 - friendly 2026-01-10 sent")
    assert chased(engine, first)["I2"] == "formal 2000"
    sent = "I2 - friendly 2026-01-10 sent\n" + recorded(engine, first, on="2026-03-31")
    assert len(sent.splitlines()) == 1 + 3

    second = hour(engine, sent)
    assert chased(engine, second) == {"I1": "already-sent", "I2": "already-sent", "I3": "not-yet"}
    assert recorded(engine, second, on="2026-03-31") == ""


@pytest.mark.slow
def test_a_run_that_changes_nothing_plans_the_same_and_one_that_failed_is_done_again(polars):
    first, again = (
        hour(polars, "I2 - friendly 2026-01-10 sent"),
        hour(polars, "I2 - friendly 2026-01-10 sent"),
    )
    assert chased(polars, first) == chased(polars, again)

    failed = recorded(polars, first, on="2026-03-31", status="failed")
    later = hour(polars, "I2 - friendly 2026-01-10 sent\n" + failed)
    assert chased(polars, later) == chased(polars, first)


def test_a_notice_recorded_twice_counts_once(polars):
    twice = "I2 - friendly 2026-01-10 sent\n" * 2

    assert chased(polars, hour(polars, twice))["I2"] == "formal 2000"
