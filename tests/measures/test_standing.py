from decimal import Decimal

import pytest
from golden import expected, golden_ledger, needs_golden
from typed import ledger, rows

from duecourse.measures.standing import SPECS, reference_standing, report_standing

AS_OF = 20543  # 2026-03-31
COLUMNS = ("customer_id", "report_standing", "adverse_events", "reported_limit")


def test_the_latest_report_counts_on_a_scale_of_0_to_100(engine):
    assert reports_of(
        engine,
        """customer_id reported_on provider scale value direction recommended_limit adverse_events
        K1 2025-11-30 bureau-x 0-100 72 safer 300000 0
        K1 2025-06-30 bureau-x 0-100 95 safer 900000 2
        K2 2025-10-15 insurer-y 1-10 3 riskier - 0""",
    ) == [
        ("K1", 72.0, 0, Decimal(300000)),
        ("K2", pytest.approx(700 / 9, abs=1e-9), 0, None),
    ]


def test_a_report_of_a_later_day_is_not_known_yet(engine):
    assert reports_of(
        engine,
        """customer_id reported_on provider scale value adverse_events
        K1 2026-03-31 bureau-x 0-100 60 0
        K1 2026-04-01 bureau-x 0-100 10 5
        K2 2026-04-01 bureau-x 0-100 10 5""",
    ) == [("K1", 60.0, 0, None)]


def test_beyond_its_age_a_report_has_no_standing_but_keeps_its_adverse_events(engine):
    reports = """customer_id reported_on provider scale value recommended_limit adverse_events
        K1 2025-03-31 bureau-x 0-100 60 5000 1
        K2 2025-04-01 bureau-x 0-100 60 5000 1"""

    assert reports_of(engine, reports) == [
        ("K1", None, 1, None),
        ("K2", 60.0, 1, Decimal(5000)),
    ]
    assert reports_of(engine, reports, max_age_days=366)[0][1] == 60.0


def test_of_two_reports_of_one_day_the_worse_counts(engine):
    assert reports_of(
        engine,
        """customer_id reported_on provider scale value recommended_limit adverse_events
        K1 2026-01-01 bureau-x 0-100 60 5000 0
        K1 2026-01-01 bureau-z 0-10 8 3000 2""",
    ) == [("K1", 60.0, 2, Decimal(3000))]


def test_a_report_whose_scale_cannot_be_read_has_no_standing(engine):
    assert reports_of(
        engine,
        """customer_id reported_on provider scale value adverse_events
        K1 2026-01-01 bureau-x A-E 2 0
        K2 2026-01-01 bureau-x 0-100 - -""",
    ) == [("K1", None, 0, None), ("K2", None, None, None)]


def test_references_of_two_years_are_averaged(engine):
    assert references_of(
        engine,
        """customer_id given_on referee opinion
        K1 2025-11-01 M 90
        K1 2024-04-01 N 60
        K1 2024-03-31 O 0
        K1 2026-04-01 P 0
        K1 2025-01-01 Q -
        K1 2025-01-02 R 101
        K1 2025-01-03 S -1
        K2 2025-01-01 Q -""",
    ) == [("K1", 75.0)]


@needs_golden
def test_the_golden_ledger_has_the_agreed_standings(engine):
    books = golden_ledger(engine)
    found = report_standing(books["reports"], as_of=AS_OF)

    assert rows(engine, found, "customer_id", "report_standing", "adverse_events") == [
        (
            row["customer_id"],
            pytest.approx(float(row["report_standing"]), abs=0.005),
            int(row["adverse_events"]),
        )
        for row in expected("measures")
        if row["report_standing"]
    ]


def test_every_measure_is_described():
    assert [spec.name for spec in SPECS] == [*COLUMNS[1:], "reference_standing"]


def reports_of(engine, reports, **age):
    found = report_standing(ledger(engine, reports=reports)["reports"], as_of=AS_OF, **age)
    return rows(engine, found, *COLUMNS)


def references_of(engine, references):
    table = ledger(engine, references=references)["references"]
    return rows(engine, reference_standing(table, as_of=AS_OF), "customer_id", "reference_standing")
