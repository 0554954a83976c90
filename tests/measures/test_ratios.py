import pytest
from golden import expected, golden_ledger, needs_golden
from typed import ledger, rows

from duecourse.ledger.statements import latest_statements
from duecourse.measures.ratios import SPECS, ratios

AS_OF = 20543  # 2026-03-31
HEADER = (
    "customer_id period_end currency revenue ebit interest operating_cash_flow total_assets "
    "current_assets inventory current_liabilities total_liabilities equity\n"
)
ALDER = (
    HEADER
    + """\
K1 2023-12-31 CNY 24000 1500 200 900 15000 9000 3000 6000 8000 7000
K1 2024-12-31 CNY 26000 1700 220 600 16500 9800 3400 6400 8600 7900
"""
)


def test_the_worked_example_of_the_page(engine):
    [found] = ratios_of(engine, ALDER)

    assert found == {
        "customer_id": "K1",
        "statement_currency": "CNY",
        "current_ratio": 1.53125,
        "quick_ratio": 1.0,
        "debt_ratio": pytest.approx(8600 / 16500, abs=1e-9),
        "interest_cover": pytest.approx(1700 / 220, abs=1e-9),
        "operating_cash_flow_cover": 0.09375,
        "revenue_growth": pytest.approx(26000 / 24000 - 1, abs=1e-9),
        "net_worth": 7900.0,
        "customer_turnover": 26000.0,
    }


def test_of_one_year_the_cash_flow_of_that_year_counts_and_growth_is_unknown(engine):
    [found] = ratios_of(
        engine,
        """customer_id period_end currency revenue operating_cash_flow current_liabilities
        K1 2024-12-31 CNY 26000 -600 6000""",
    )

    assert found["operating_cash_flow_cover"] == -0.1
    assert found["revenue_growth"] is None


def test_the_worse_year_counts_even_when_it_is_the_earlier_one(engine):
    [found] = ratios_of(
        engine,
        """customer_id period_end currency operating_cash_flow current_liabilities
        K1 2023-12-31 CNY -100 1000
        K1 2024-12-31 CNY 900 1000""",
    )

    assert found["operating_cash_flow_cover"] == -0.1


def test_growth_is_not_measured_across_currencies(engine):
    [found] = ratios_of(
        engine,
        """customer_id period_end currency revenue
        K1 2023-12-31 CNY 24000
        K1 2024-12-31 EUR 26000""",
    )

    assert found["revenue_growth"] is None
    assert found["statement_currency"] == "EUR"


@pytest.mark.parametrize("nothing", ["0", "-", "-5"])
def test_a_ratio_over_nothing_is_unknown_not_infinite(engine, nothing):
    [found] = ratios_of(
        engine,
        HEADER
        + f"""K1 2023-12-31 CNY {nothing} 1 {nothing} 1 {nothing} 1 1 {nothing} 1 1
        K1 2024-12-31 CNY 100 1 {nothing} 1 {nothing} 1 1 {nothing} 1 1""",
    )

    unknown = ("current_ratio", "quick_ratio", "debt_ratio", "interest_cover")
    for name in (*unknown, "operating_cash_flow_cover", "revenue_growth"):
        assert found[name] is None, name


def test_net_worth_is_assets_less_liabilities_where_equity_is_not_stated(engine):
    [found] = ratios_of(
        engine,
        """customer_id period_end currency total_assets total_liabilities
        K1 2024-12-31 CNY 1000 1200""",
    )

    assert found["net_worth"] == -200.0


@needs_golden
def test_the_golden_ledger_has_the_agreed_ratios(engine):
    names = ("current_ratio", "operating_cash_flow_cover", "revenue_growth")
    statements = golden_ledger(engine)["statements"]
    found = ratios(latest_statements(statements, as_of=AS_OF))

    assert rows(engine, found, "customer_id", *names) == [
        (row["customer_id"], *(pytest.approx(number(row[name]), abs=1e-6) for name in names))
        for row in expected("measures")
        if row["current_ratio"]
    ]


def test_every_measure_is_described(engine):
    [found] = ratios_of(engine, ALDER)

    assert {spec.name for spec in SPECS} == set(found) - {"customer_id", "statement_currency"}


def number(text):
    return float(text) if text else None


def ratios_of(engine, statements):
    table = ledger(engine, statements=statements)["statements"]
    return engine.arrow(ratios(latest_statements(table, as_of=AS_OF))).to_pylist()
