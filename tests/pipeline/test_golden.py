"""The small ledger with every trap in it, from facts to decisions, against the agreed figures.

One thing in the ledger the agreed figures leave out. K09 has a reference: opinion 90, given on
2025-11-01, which is within the 24 months of the definition (formulas, section 12:
"reference_standing: mean opinion of the references of the last 24 months"). The policy's band
gives 100 points for it at weight 6 of 100. The agreed tables have no value, no points and a known
weight of 0.94, score 86.06. By the definition it is 90, 100 points, known weight 1.0 and score
(86.06 x 94 + 100 x 6) / 100 = 86.90. So the ledger is compared twice: without its references,
when everything agrees, and with them, when those four cells differ and nothing else does.
"""

import pytest
from golden import needs_golden
from pipeline.agreed import (
    AS_OF,
    TABLES,
    agreed,
    agreed_kpi,
    found,
    golden_position,
    kpi_found,
    reference_policy,
    standard_policy,
)

from duecourse.engines.engine import engine_named

pytestmark = needs_golden

BY_THE_REFERENCE = {
    ("points", "K09", "value"): ("", "90.00"),
    ("points", "K09", "points"): ("", "100"),
    ("decisions", "K09", "known_weight"): ("0.940000", "1.000000"),
    ("decisions", "K09", "score"): ("86.06", "86.90"),
}


@pytest.fixture(scope="module")
def position(engine):
    """Everything but the reference."""
    return golden_position(engine, reference_policy(), "references")


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLES)
def test_the_golden_ledger_gives_the_agreed_tables(engine, position, name):
    assert found(engine, position, name) == agreed(name)


def test_the_golden_ledger_gives_the_agreed_figures_of_the_company(position):
    kpi = agreed_kpi()

    assert kpi_found(position.home, kpi["home"]) == kpi["home"]
    assert sorted(position.kpi) == sorted(kpi["by_currency"])
    for currency, figures in kpi["by_currency"].items():
        assert kpi_found(position.kpi[currency], figures) == figures


def test_the_golden_ledger_has_no_problem_and_its_day(position):
    assert position.problems == ()
    assert (position.as_of, position.home_currency) == (AS_OF, "CNY")


@pytest.mark.parametrize("policy", [reference_policy, standard_policy])
def test_with_the_reference_of_k09_four_cells_differ_and_nothing_else(polars_engine, policy):
    position = golden_position(polars_engine, policy())

    differences = {}
    for name in TABLES:
        for now, then in zip(found(polars_engine, position, name), agreed(name), strict=True):
            differences |= {
                (name, then["customer_id"], column): (then[column], now[column])
                for column in then
                if now[column] != then[column]
            }
    assert differences == BY_THE_REFERENCE


@pytest.fixture(scope="module")
def polars_engine():
    """One engine where one is enough."""
    started = engine_named("polars")
    yield started
    started.close()
