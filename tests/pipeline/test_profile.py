"""Who a customer is and what is unknown of it: one ledger with a customer for each case."""

from datetime import date

import pytest
from pipeline.agreed import standard_policy
from typed import ledger, rows

from duecourse.pipeline.run import opened, profile_on, run

AS_OF = date(2026, 3, 31)
CUSTOMERS = """
    customer_id currency group_id
    Alder       EUR      G1
    Birch       EUR      -
    Cedar       -        -
    Dogwood     -        -
    Elm         CNY      -
    Fir         CNY      -
    Ginkgo      CNY      -
    Hazel       USD      G2
"""
INVOICES = """
    invoice_id customer_id issued_on  due_on     currency amount open_amount balance_on
    A1         Alder       2026-01-01 2026-01-31 USD      78     -           -
    C1         Cedar       2026-01-01 2026-01-31 USD      10     -           -
    C2         Cedar       2026-01-02 2026-02-01 USD      10     -           -
    C3         Cedar       2026-01-03 2026-02-02 EUR      900    -           -
    E1         Elm         2026-01-01 2026-01-31 CNY      100    -           -
    E2         Elm         2026-01-01 2026-01-31 GBP      100    -           -
    F1         Fir         2026-01-01 2026-01-31 CNY      100    40          2026-03-01
    G1         Ginkgo      2024-01-01 2024-01-31 GBP      100    -           -
    G2         Ginkgo      2026-01-01 2026-01-31 CNY      100    -           -
"""
SETTLEMENTS = """
    settlement_id customer_id invoice_id posted_on  currency amount kind
    S1            Elm         E1         2026-02-10 CNY      50     payment
    S2            Ginkgo      G1         2024-01-31 GBP      100    payment
"""
LIMITS = """
    customer_id group_id from_on    amount currency terms
    Alder       -        2025-01-01 100    EUR      NET30
    Alder       -        2026-01-01 200    USD      NET60
    Alder       -        2026-04-01 300    CNY      NET90
    -           G1       2025-01-01 780    CNY      -
    -           G2       2025-01-01 780    GBP      -
"""
RATES = """
    currency on         rate
    EUR      2026-03-01 7.8
    USD      2026-03-01 7.1
    GBP      2025-01-01 9.1
"""


@pytest.fixture(scope="module")
def told(engine):
    """The ledger."""
    return ledger(
        engine,
        customers=CUSTOMERS,
        invoices=INVOICES,
        settlements=SETTLEMENTS,
        limits=LIMITS,
        rates=RATES,
    )


@pytest.fixture(scope="module")
def profile(engine, told):
    """What is measured of each customer."""
    found = profile_on(told, standard_policy(), AS_OF)
    names = found.collect_schema().names()
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows(engine, found, *names)}


@pytest.mark.parametrize(
    ("customer", "currency"),
    [
        ("Alder", "USD"),  # that of its limit in force
        ("Birch", "EUR"),  # its own
        ("Cedar", "USD"),  # the one it was invoiced in most often
        ("Dogwood", "CNY"),  # the home currency
    ],
)
def test_each_customer_has_one_currency(profile, customer, currency):
    assert profile[customer]["currency"] == currency


def test_the_limit_in_force_is_the_last_one_granted_by_the_day(profile):
    alder = profile["Alder"]

    assert (alder["granted_limit"], alder["granted_terms"]) == (200, "NET60")
    assert profile["Birch"]["granted_limit"] is None


def test_a_group_limit_is_read_in_the_currency_of_its_member(profile):
    assert float(profile["Alder"]["group_limit"]) == pytest.approx(780 / 7.1, abs=1e-4)
    assert profile["Hazel"]["group_limit"] is None  # the pound's rate is too old
    assert profile["Birch"]["group_limit"] is None
    has = {name: profile[name]["has_group_limit"] for name in ("Alder", "Hazel", "Birch")}
    assert has == {"Alder": True, "Hazel": True, "Birch": False}


def test_amounts_of_several_currencies_are_pooled_at_the_rate_of_the_day(profile):
    assert float(profile["Cedar"]["receivable"]) == pytest.approx(20 + 900 * 7.8 / 7.1, abs=1e-4)


def test_an_amount_without_a_rate_is_unknown_and_so_are_the_days(profile):
    elm = profile["Elm"]

    assert (elm["receivable"], elm["exposure"], elm["overdue_amount"]) == (None, None, None)
    assert (elm["days_beyond_terms"], elm["late_share"]) == (None, None)
    assert (elm["unallocated"], elm["largest_days_past_due"]) == (0, 59)


def test_what_was_settled_long_ago_in_a_currency_without_a_rate_hides_nothing(profile):
    ginkgo = profile["Ginkgo"]

    assert (ginkgo["receivable"], ginkgo["credit_sales"]) == (100, 100)
    assert ginkgo["days_beyond_terms"] == 59


def test_who_is_known_by_balances_has_no_days_of_payment(profile):
    fir = profile["Fir"]

    assert (fir["receivable"], fir["overdue_amount"]) == (40, 40)
    assert (fir["days_beyond_terms"], fir["late_share"]) == (None, None)


def test_who_has_nothing_owes_nothing(profile):
    dogwood = profile["Dogwood"]

    assert (dogwood["receivable"], dogwood["exposure"], dogwood["disputed_share"]) == (0, 0, 0)
    assert (dogwood["months_known"], dogwood["monthly_purchases"]) == (None, None)
    assert (dogwood["invoices_paid"], dogwood["open_disputes"]) == (0, 0)


def test_a_rate_that_is_missing_or_too_old_is_a_problem(engine, told):
    problems = opened(told, standard_policy(), AS_OF).rate_problems()
    missing = ledger(
        engine, orders="order_id customer_id ordered_on currency amount\n O A 2026-01-01 SEK 5"
    )

    assert [(found.code, found.details["currency"]) for found in problems] == [
        ("rate-too-old", "GBP")
    ]
    assert problems[0].details["rate_on"] == "2025-01-01"
    [found] = opened(missing, standard_policy(), AS_OF).rate_problems()
    assert (found.code, found.details["currency"]) == ("rate-missing", "SEK")


def test_without_a_rate_the_company_has_no_figures_at_home_and_those_of_each_currency(told):
    position = run(told, standard_policy(), AS_OF)

    assert position.home.get("receivable") is None
    assert position.kpi["GBP"]["receivable"] == 100
    assert position.dso_history == ()
