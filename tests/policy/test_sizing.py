"""Limits on plain numbers: by hand, and as the pipeline sizes whole frames."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import profile_table
from written import policy

from duecourse.decide.limit_rules import sized
from duecourse.policy.shapes import LimitRule, Option, Terms
from duecourse.policy.sizing import allowed_by, limit

SMALL = policy()


def known(**values):
    return {name: None if value is None else Decimal(str(value)) for name, value in values.items()}


@pytest.mark.parametrize(
    ("grade", "values", "amount", "rule"),
    [
        # 60,000 a month, 60 + 6 days, peak 1.25: 60,000 x 66 / 30 x 1.25 = 165,000
        ("A", {"monthly_purchases": 60_000, "days_beyond_terms": 6}, 165_000, "need"),
        # lateness beyond 15 days is not financed: 60,000 x 75 / 30 x 1.25 = 187,500
        ("A", {"monthly_purchases": 60_000, "days_beyond_terms": 40}, 187_500, "need"),
        ("A", {"monthly_purchases": 9_000_000}, 900_000, "fixed"),
        ("A", {"monthly_purchases": None}, 900_000, "fixed"),
        ("B", {"securities": 1_000, "covers": 500}, 1_500, "secured_share"),
        ("B", {"monthly_purchases": 10_000, "securities": 0}, 10_000, "need"),
        ("C", {"monthly_purchases": 10_000}, 0, "fixed"),
    ],
)
def test_the_least_of_the_known_rules_binds(grade, values, amount, rule):
    assert limit(SMALL, grade, known(**values)) == (amount, rule)


def test_a_new_customer_is_bound_by_the_first_limit_and_not_helped_by_security():
    rich = known(monthly_purchases=900_000, securities=10)

    assert limit(SMALL, "A", rich, observed=True) == (50_000, "first_limit")
    assert limit(SMALL, "B", rich, observed=True) == (50_000, "first_limit")
    assert limit(SMALL, "B", rich) == (10, "secured_share")


def test_without_an_option_that_holds_there_is_no_limit():
    needs = ("[[grade.C.option]]\n", '[[grade.C.option]]\nneeds = "security_or_cover"\n')

    assert limit(policy(needs), "C", {}) == (None, None)


def test_without_a_rule_that_is_known_there_is_no_limit():
    rules = '{ rule = "need" }, { rule = "fixed", amount = 300_000 }'

    assert limit(policy((rules, '{ rule = "need" }')), "B", {}) == (None, None)


def test_a_limit_is_rounded_half_up_to_the_cent():
    """1,000.01 x 60 / 30 x 1.25 = 2,500.025."""
    assert limit(SMALL, "A", known(monthly_purchases="1000.01")) == (Decimal("2500.03"), "need")


RULES = (
    LimitRule("share_of_monthly_volume", Decimal("0.2"), "customer_turnover"),
    LimitRule("share_of_monthly_volume", Decimal("1.5"), "our_sales"),
    LimitRule("need", peak=Decimal("1.25")),
    LimitRule("need"),
    LimitRule("share_of_net_worth", Decimal("0.1")),
    LimitRule("fixed", amount=Decimal(5000)),
    LimitRule("secured_share", Decimal("0.9")),
    LimitRule("expected_loss_budget", Decimal("0.5"), amount=Decimal(100)),
    LimitRule("reported_limit"),
)
TERMS = (
    Terms("NET30", 30),
    Terms("EOM", 45, end_of_month=True),
    Terms("HALF", 30, Decimal("0.5")),
    Terms("PREPAY", prepaid_share=Decimal(1)),
)
AMOUNTS = st.none() | st.integers(-10_000, 10_000_000)
FACTS = st.fixed_dictionaries(
    {
        "customer_turnover": AMOUNTS,
        "monthly_purchases": AMOUNTS,
        "net_worth": AMOUNTS,
        "reported_limit": AMOUNTS,
        "securities": st.integers(0, 900_000),
        "covers": st.integers(0, 900_000),
        "days_beyond_terms": st.none() | st.integers(0, 60),
        "probability_of_default": st.sampled_from([None, 0.0, 0.02, 0.5]),
    }
)


@settings(max_examples=5, deadline=None)
@given(facts=st.lists(FACTS, min_size=5, max_size=20))
def test_every_rule_allows_what_the_pipeline_lets_it_allow(engine, facts):
    frame = engine.frame(profile_table([{"customer_id": "K", **row} for row in facts]))
    names = {
        f"{place} {terms.id}": (rule, terms) for place, rule in enumerate(RULES) for terms in TERMS
    }
    sizes = {name: sized(rule, terms) for name, (rule, terms) in names.items()}

    found = engine.arrow(frame.with_columns(**sizes)).to_pylist()

    for row, values in zip(found, facts, strict=True):
        for name, (rule, terms) in names.items():
            [(_, amount)] = allowed_by(Option(terms.id, (rule,)), terms, known(**values))
            piped = None if row[name] is None else max(row[name], 0.0)
            assert piped == (None if amount is None else pytest.approx(float(amount), abs=1e-6))
