"""Rates: the latest that is not too old; nothing needs none; the unknown is never zero."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from typed import ledger, rows

from duecourse.ledger.currency import in_currency_of, rates_on, with_home_rate
from duecourse.values.days import day_number

RATES = """
    currency on         rate
    EUR      2026-02-01 7.6
    EUR      2026-03-01 7.8
    EUR      2026-04-01 9.9
    USD      2026-01-01 7.1
"""


@pytest.mark.parametrize(
    ("day", "eur", "usd"),
    [
        ("2026-01-31", None, 7.1),
        ("2026-02-28", 7.6, None),
        ("2026-03-31", 7.8, None),
        ("2026-03-01", 7.8, None),
        ("2026-05-16", 9.9, None),
        ("2026-05-17", None, None),
    ],
)
def test_a_rate_holds_until_the_next_and_not_beyond_its_age(engine, day, eur, usd):
    found = dict(rows(engine, known(engine, day), "currency", "rate"))

    assert (found.get("EUR"), found.get("USD")) == (eur, usd)


def test_at_home_the_rate_is_one_and_a_missing_one_is_unknown(engine):
    frame = engine.frame(pa.table({"currency": ["CNY", "EUR", "USD", "GBP"]}))

    found = with_home_rate(frame, known(engine, "2026-03-31"), home="CNY")

    assert rows(engine, found, "currency", "to_home") == [
        ("CNY", 1.0),
        ("EUR", 7.8),
        ("GBP", None),
        ("USD", None),
    ]


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ("USD 100", "100.0000"),
        ("USD 0.0001, USD 99.9999", "100.0000"),
        ("USD 100, EUR 71", "178.0000"),
        ("EUR 1", "1.0986"),  # 7.8 / 7.1 = 1.09859...
        ("USD 100, GBP 1", None),
        ("USD 100, GBP 0", "100.0000"),
    ],
)
def test_amounts_are_pooled_in_the_currency_of_their_owner(engine, amounts, expected):
    parts = [pair.split() for pair in amounts.split(", ")]
    frame = engine.frame(
        pa.table(
            {
                "customer_id": ["Alder"] * len(parts),
                "currency": [currency for currency, _ in parts],
                "owed": pa.array([Decimal(amount) for _, amount in parts], pa.decimal128(18, 4)),
            }
        )
    )
    owner = {"customer_id": ["Alder"], "currency": ["USD"], "to_home": [7.1]}

    found = in_currency_of(
        frame,
        engine.frame(pa.table(owner)),
        known(engine, "2026-03-31"),
        home="CNY",
        columns=("owed",),
    )

    [(owed,)] = rows(engine, found, "owed")
    assert owed == (expected and Decimal(expected))


def known(engine, day):
    """Return the rates of a day."""
    as_of = day_number(date.fromisoformat(day))
    return rates_on(ledger(engine, rates=RATES)["rates"], as_of=as_of, max_age_days=45)
