"""Complaint 8: days counted the wrong way round, on one exact day only, or without a due date."""

from datetime import date

import pytest
from scenarios.judged import INVOICE, chased, judged, policy_of

from duecourse.engines.reading import read_ledger
from duecourse.pipeline.run import run

OWED = INVOICE + "".join(
    f"D{days} K1 2026-01-01 {due} CNY 1000\n"
    for days, due in (
        (-1, "2026-04-01"),
        (0, "2026-03-31"),
        (1, "2026-03-30"),
        (6, "2026-03-25"),
        (7, "2026-03-24"),
        (8, "2026-03-23"),
        (30, "2026-03-01"),
        (31, "2026-02-28"),
        (400, "2025-02-24"),
    )
)
UNDATED = """\
invoice_id,customer_id,issued_on,due_on,terms,currency,amount
DATED,K1,2026-01-01,2026-02-14,,CNY,1000
BYTERMS,K1,2026-01-15,,NET30,CNY,1000
UNDATED,K1,2026-01-01,,,CNY,1000
"""


def test_days_count_forward_from_the_day_after_the_due_date(engine):
    # On the due date itself nothing is late, a day ahead even less. From the seventh day on each
    # day will do, not only the seventh: a run that was missed is made up. Nobody skips the friendly
    # reminder, not even after 400 days.
    assert chased(engine, judged(engine, invoices=OWED)) == {
        "D1": "not-yet",
        "D6": "not-yet",
        **dict.fromkeys(("D7", "D8", "D30", "D31", "D400"), "friendly 1000"),
    }


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        ("2028-02-29", {}),
        ("2028-03-01", "not-yet"),
        ("2028-03-06", "not-yet"),
        ("2028-03-07", "friendly 1000"),
    ],
)
def test_a_leap_day_is_a_day(polars, on, outcome):
    leap = INVOICE + "I1 K1 2028-01-30 2028-02-29 CNY 1000"

    assert chased(polars, judged(polars, on=on, invoices=leap)) == (
        {"I1": outcome} if outcome else {}
    )


def test_what_has_no_due_date_is_named_and_never_reminded_of(polars, tmp_path):
    (tmp_path / "invoices.csv").write_text(UNDATED, "utf-8")
    read = read_ledger(tmp_path, engine=polars)

    position = run(read.ledger, policy_of(), date(2026, 3, 31))

    assert chased(polars, position) == {"DATED": "friendly 1000", "BYTERMS": "friendly 1000"}
    assert [(problem.row, problem.column) for problem in read.problems] == [(4, "due_on")]
