"""The limit in force, granted by one company or several."""

from datetime import date
from decimal import Decimal

from pipeline.agreed import standard_policy
from typed import ledger, rows

from duecourse.pipeline.owners import latest_limits
from duecourse.pipeline.run import opened

LIMITS = """
    customer_id group_id company_id from_on    amount currency terms
    Alder       -        North      2025-01-01 90000  CNY      NET90
    Alder       -        North      2026-01-01 10000  CNY      NET30
    Alder       -        South      2026-01-01 5000   CNY      NET60
    Birch       -        North      2026-01-01 10000  CNY      -
    Birch       -        South      2026-01-01 1000   EUR      -
    Cedar       -        North      2026-01-01 300    CNY      -
    Cedar       -        North      2026-01-01 200    CNY      -
    Dogwood     -        North      2026-01-01 400    CNY      -
    Dogwood     -        South      2026-01-01 400    SEK      -
    Elm         -        North      2026-01-01 400    SEK      -
    Elm         -        South      2026-01-01 400    NOK      -
    Fir         -        North      2026-01-01 7      SEK      -
    -           G1       North      2026-01-01 2      EUR      -
    -           G1       South      2026-01-01 3      EUR      -
"""
RATES = """
    currency on         rate
    EUR      2026-03-01 8
"""


def in_force(engine, owner):
    """Open the books and return what is in force."""
    told = ledger(engine, limits=LIMITS, rates=RATES)
    books = opened(told, standard_policy(), date(2026, 3, 31))
    return rows(engine, latest_limits(books, owner), owner, "granted_limit", "granted_currency")


def test_limits_of_several_companies_on_one_day_add_up_by_hand(engine):
    assert in_force(engine, "customer_id") == [
        ("Alder", Decimal(15_000), "CNY"),
        ("Birch", Decimal(18_000), "CNY"),  # 10,000 + 1,000 x 8
        ("Cedar", Decimal(200), "CNY"),  # one company, two rows: the smaller
        ("Dogwood", Decimal(400), "CNY"),  # the krona has no rate
        ("Elm", None, "CNY"),  # neither has one
        ("Fir", Decimal(7), "SEK"),  # a single one needs none
    ]


def test_limits_of_a_group_add_up_too(engine):
    assert in_force(engine, "group_id") == [("G1", Decimal(5), "EUR")]
