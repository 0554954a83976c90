import pytest
from typed import ledger, rows

from duecourse.measures.country_risk import SPECS, country_standing

AS_OF = 20543  # 2026-03-31
CUSTOMERS = """customer_id country
K1 DE
K2 BR
K3 XX
K4 -"""


def test_the_latest_rating_of_each_source_counts_once(engine):
    assert standings(
        engine,
        """country on source scale value direction
        DE 2025-01-01 oecd 0-7 7 riskier
        DE 2026-01-01 oecd 0-7 0 riskier
        DE 2025-07-01 insurer 1-10 9 safer
        BR 2026-01-01 oecd 0-7 5 riskier""",
    ) == [
        ("K1", pytest.approx((100 + 800 / 9) / 2, abs=1e-9)),
        ("K2", pytest.approx(200 / 7, abs=1e-9)),
    ]


def test_old_and_later_ratings_do_not_count(engine):
    assert standings(
        engine,
        """country on source scale value
        DE 2024-03-31 oecd 0-100 10
        DE 2026-04-01 oecd 0-100 20
        BR 2024-04-01 oecd 0-100 30""",
    ) == [("K2", 30.0)]


def test_a_country_nobody_rates_readably_is_unknown(engine):
    assert standings(engine, "country on source scale value\nDE 2026-01-01 oecd A-E 2") == []


def test_of_two_sources_the_readable_one_counts(engine):
    ratings = """country on source scale value
    DE 2026-01-01 oecd A-E 2
    DE 2026-01-01 insurer 0-100 80"""

    assert standings(engine, ratings) == [("K1", 80.0)]


def test_the_measure_is_described():
    assert [spec.name for spec in SPECS] == ["country_standing"]


def standings(engine, countries):
    books = ledger(engine, customers=CUSTOMERS, countries=countries)
    found = country_standing(books["customers"], books["countries"], as_of=AS_OF)
    return rows(engine, found, "customer_id", "country_standing")
