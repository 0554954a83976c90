"""Complaint 12: amounts of several currencies are added as they are, or at a rate long gone."""

from decimal import Decimal

from scenarios.judged import INVOICE, aged, judged, told

CUSTOMERS = """
    customer_id  name   currency  onboarded_on
    K1           Alder  EUR       2024-01-01
    K2           Birch  CNY       2024-01-01
    K3           Cedar  CNY       2024-01-01
"""
INVOICES = (
    INVOICE
    + """A K1 2026-03-01 2026-04-30 EUR 1000
    B K1 2026-03-01 2026-03-10 CNY 800
    C K2 2026-03-01 2026-03-10 CNY 800
    D K3 2026-03-01 2026-03-10 USD 100"""
)
LIMITS = """
    customer_id  from_on     amount  currency  terms
    K1           2026-01-01  1500    EUR       NET30
    K2           2026-01-01  1500    CNY       NET30
"""
RATES = "currency on rate\nEUR 2026-03-01 8\nEUR 2026-04-01 9\nUSD 2025-12-31 7\n"


def test_amounts_meet_at_the_rate_of_the_day_and_in_the_currency_of_the_limit(engine):
    position = judged(engine, customers=CUSTOMERS, invoices=INVOICES, limits=LIMITS, rates=RATES)

    # 1,000 euros and 800 yuan at 8 are 1,100 euros; April's rate is not yet known. The aging keeps
    # each currency as it is.
    assert told(engine, position, "K1", "currency", "exposure") == ("EUR", Decimal(1100))
    assert aged(engine, position)["K1", "CNY", "1-30"] == Decimal(800)
    assert told(engine, position, "K2", "exposure") == Decimal(800)

    # The dollar's rate is 90 days old, the policy takes 45: unknown, and named, not a zero.
    assert told(engine, position, "K3", "exposure", "headroom") == (None, None)
    assert aged(engine, position)["K3", "USD", "1-30"] == Decimal(100)
    assert [(one.code, one.details["currency"]) for one in position.problems] == [
        ("rate-too-old", "USD")
    ]
    # No sum at home without it; what is only counted needs no rate.
    assert position.home.get("open_amount") is None
    assert (position.home["customers"], position.home["open_invoices"]) == (3, 4)
    assert position.kpi["USD"]["open_amount"] == Decimal(100)


def test_a_customer_counted_in_a_currency_without_a_rate_is_named(polars):
    position = judged(
        polars,
        customers="customer_id name currency\nK1 Alder USD\nK2 Birch JPY",
        invoices=INVOICE + "A K1 2026-03-01 2026-04-30 CNY 1000",
    )

    # Alder's yuan cannot become dollars. Birch owes nothing: no rate is needed for that.
    assert told(polars, position, "K1", "exposure") is None
    assert told(polars, position, "K2", "exposure") == 0
    assert [(one.code, one.details["currency"]) for one in position.problems] == [
        ("rate-missing", "USD")
    ]
