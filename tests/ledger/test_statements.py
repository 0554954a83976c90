from datetime import date

from typed import ledger, rows

from duecourse.ledger.statements import latest_statements
from duecourse.values.days import day_number

AS_OF = day_number(date(2026, 3, 31))
COLUMNS = ("customer_id", "revenue", "previous_revenue", "previous_currency")


def test_the_latest_statement_stands_beside_the_year_before(engine):
    assert latest(
        engine,
        """customer_id period_end currency revenue
        K1 2022-12-31 CNY 70
        K1 2023-12-31 CNY 80
        K1 2024-12-31 EUR 90""",
    ) == [("K1", 90.0, 80.0, "CNY")]


def test_half_years_and_gaps_are_not_taken_for_the_year_before(engine):
    assert latest(
        engine,
        """customer_id period_end currency revenue
        K1 2024-12-31 CNY 90
        K1 2024-06-30 CNY 40
        K2 2024-12-31 CNY 90
        K2 2021-12-31 CNY 80""",
    ) == [("K1", 90.0, None, None), ("K2", 90.0, None, None)]


def test_a_period_that_has_not_ended_is_left_out(engine):
    assert latest(engine, "customer_id period_end currency revenue\nK1 2026-04-01 CNY 90") == []


def test_a_statement_given_twice_still_makes_one_row(engine):
    assert latest(
        engine,
        """customer_id period_end currency revenue
        K1 2024-12-31 CNY 90
        K1 2024-12-31 CNY 90
        K1 2023-12-31 CNY 80
        K1 2023-12-31 CNY 80""",
    ) == [("K1", 90.0, 80.0, "CNY")]


def latest(engine, statements):
    found = latest_statements(ledger(engine, statements=statements)["statements"], as_of=AS_OF)
    return rows(engine, found, *COLUMNS)
