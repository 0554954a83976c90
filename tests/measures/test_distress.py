import pytest
from golden import expected, golden_ledger, needs_golden
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typed import ledger, rows

from duecourse.ledger.statements import latest_statements
from duecourse.measures.distress import SPECS, distress

AS_OF = 20543  # 2026-03-31
HEADER = (
    "customer_id period_end currency revenue ebit net_income total_assets current_assets "
    "current_liabilities total_liabilities equity retained_earnings\n"
)
SCORES = ("altman_z1", "altman_z2", "zmijewski")


def test_the_worked_example_of_the_pages(engine):
    [scores] = scores_of(engine, "K1 2024-12-31 CNY 2000 150 80 1000 500 250 400 600 300")

    # X1 .25, X2 .30, X3 .15, X4 1.5, sales over assets 2
    z1 = 0.717 * 0.25 + 0.847 * 0.30 + 3.107 * 0.15 + 0.420 * 1.5 + 0.998 * 2
    z2 = 6.56 * 0.25 + 3.26 * 0.30 + 6.72 * 0.15 + 1.05 * 1.5
    zmijewski = -4.336 - 4.513 * 0.08 + 5.679 * 0.4 + 0.004 * 2
    assert (z1, z2, zmijewski) == pytest.approx((3.5254, 5.201, -2.41744))
    assert scores == pytest.approx([z1, z2, zmijewski], abs=1e-9)


def test_the_more_debt_and_loss_the_more_distress(engine):
    sound, weak = scores_of(
        engine,
        """K1 2024-12-31 CNY 2000 150 80 1000 500 250 400 600 300
        K2 2024-12-31 CNY 2000 -150 -180 1000 300 450 950 50 -200""",
    )

    assert sound[0] > weak[0]
    assert sound[1] > weak[1]
    assert sound[2] < 0 < weak[2]


def test_equity_not_stated_is_assets_less_liabilities(engine):
    stated, derived = scores_of(
        engine,
        """K1 2024-12-31 CNY 2000 150 80 1000 500 250 400 600 300
        K2 2024-12-31 CNY 2000 150 80 1000 500 250 400 - 300""",
    )

    assert stated == derived


@pytest.mark.parametrize(
    ("statement", "unknown"),
    [
        ("K1 2024-12-31 CNY 2000 150 80 0 500 250 400 600 300", SCORES),
        ("K1 2024-12-31 CNY 2000 150 80 1000 500 250 0 600 300", SCORES[:2]),
        ("K1 2024-12-31 CNY 2000 150 80 1000 500 0 400 600 300", SCORES[2:]),
        ("K1 2024-12-31 CNY 2000 150 80 1000 500 250 400 600 -", SCORES[:2]),
        ("K1 2024-12-31 CNY - 150 80 1000 500 250 400 600 300", SCORES[:1]),
        ("K1 2024-12-31 CNY 2000 150 - 1000 500 250 400 600 300", SCORES[2:]),
    ],
    ids=["no assets", "no liabilities", "no short debt", "no earnings", "no revenue", "no income"],
)
def test_what_cannot_be_divided_or_is_not_stated_makes_the_score_unknown(
    engine, statement, unknown
):
    [scores] = scores_of(engine, statement)

    assert (
        tuple(name for name, score in zip(SCORES, scores, strict=True) if score is None) == unknown
    )


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.integers(1, 99_999), min_size=9, max_size=9),
    st.sampled_from([10, 1000, 10_000]),
)
def test_scores_do_not_change_with_the_unit_of_the_statement(polars, amounts, unit):
    in_units = " ".join(str(amount) for amount in amounts)
    in_tens = " ".join(str(amount * unit) for amount in amounts)
    plain, scaled = scores_of(polars, f"K1 2024-12-31 CNY {in_units}\nK2 2024-12-31 USD {in_tens}")

    assert plain == pytest.approx(scaled, rel=1e-6, abs=1e-8)


@needs_golden
def test_the_golden_ledger_has_the_agreed_score(engine):
    found = distress(latest_statements(golden_ledger(engine)["statements"], as_of=AS_OF))

    assert rows(engine, found, "customer_id", "altman_z2") == [
        (row["customer_id"], pytest.approx(float(row["altman_z2"]), abs=1e-6))
        for row in expected("measures")
        if row["altman_z2"]
    ]


def test_every_measure_is_described():
    assert tuple(spec.name for spec in SPECS) == SCORES


def scores_of(engine, statements):
    table = ledger(engine, statements=HEADER + statements)["statements"]
    found = distress(latest_statements(table, as_of=AS_OF))
    return [scores for _, *scores in rows(engine, found, "customer_id", *SCORES)]
