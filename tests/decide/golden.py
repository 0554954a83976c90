"""The golden ledger's figures as a profile: what measures would hand to assess and decide."""

import csv
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from profiles import profile_table

GOLDEN = Path(__file__).parents[3] / "shared" / "golden"
POLICY = Path(__file__).parents[3] / "shared" / "reference" / "policy-standard.toml"
AS_OF = "2026-03-31"

needs_golden = pytest.mark.skipif(not GOLDEN.exists(), reason="the golden ledger is not beside us")

BEFORE_ROUNDING = {
    ("K01", "days_beyond_terms"): Fraction(4_950_000, 448_400),
    ("K03", "days_beyond_terms"): Fraction(707_000, 81_000),
    ("K09", "days_beyond_terms"): Fraction(1_360_000, 1_560_000),
    ("K01", "monthly_purchases"): Fraction(510_000, 9),
    ("K04", "monthly_purchases"): Fraction(25_000, 3),
    ("K08", "monthly_purchases"): Fraction(120_000, 7),
    ("K09", "monthly_purchases"): Fraction(1_810_000, 11),
}
"""Where two decimals are too few to size a limit from: worked out from the invoices by hand."""


def table(name):
    """Read one file of the golden set as rows of text."""
    with (GOLDEN / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def measured():
    """Return the golden measures as a profile, with what else the ledger says of a customer."""
    return profile_table([row(one) for one in table("expected/measures.csv")])


def row(figures):
    """Make one customer's row of the profile."""
    name = figures["customer_id"]
    customer = one_of("ledger/customers.csv", customer_id=name)
    return {
        **{
            key: number(value)
            for key, value in figures.items()
            if key not in ("customer_id", "currency")
        },
        **{
            key: exact
            for (who, key), exact in ((k, float(v)) for k, v in BEFORE_ROUNDING.items())
            if who == name
        },
        "customer_id": name,
        "name": customer["name"],
        "group_id": customer["group_id"] or None,
        "currency": figures["currency"],
        "to_home": {"CNY": 1.0, "EUR": 7.8, "USD": 7.1}[figures["currency"]],
        "is_new": name == "K04",
        "open_disputes": 1 if name in ("K02", "K12") else 0,
        "securities": in_force("ledger/securities.csv", name, "valid_from", "valid_until"),
        "covers": in_force("ledger/covers.csv", name, "effective_on", "until_on"),
        **stated(name),
        **granted(name, customer["group_id"]),
    }


def number(text):
    return float(text) if text else None


def one_of(name, **wanted):
    """Return the last row that says so, in file order; none: an empty one."""
    found = [one for one in table(name) if all(one[key] == value for key, value in wanted.items())]
    return found[-1] if found else {}


def in_force(name, customer, start, end):
    """Sum what is in force on the day."""
    return sum(
        float(one["amount"])
        for one in table(name)
        if one["customer_id"] == customer and one[start] <= AS_OF <= one[end]
    )


def stated(customer):
    """Return equity and revenue of the latest statement."""
    latest = one_of("ledger/statements.csv", customer_id=customer)
    return {
        "net_worth": number(latest.get("equity", "")),
        "customer_turnover": number(latest.get("revenue", "")),
    }


def granted(customer, group):
    """Return the limits granted to the customer and to its group."""
    own = one_of("ledger/limits.csv", customer_id=customer)
    pool = one_of("ledger/limits.csv", group_id=group) if group else {}
    return {
        "granted_limit": number(own.get("amount", "")),
        "granted_terms": own.get("terms") or None,
        "granted_on": date.fromisoformat(own["from_on"]).toordinal() - 719163 if own else None,
        "group_limit": number(pool.get("amount", "")),
    }
