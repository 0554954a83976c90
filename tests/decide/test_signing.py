"""What a signature is worth."""

from dataclasses import replace
from decimal import Decimal

import pytest

from duecourse.decide.signing import BeyondMandate, may_lift, signing
from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policies import preset
from duecourse.policy.reading import valid_policy
from duecourse.values.money import Money

POLICY = valid_policy(preset("standard"), measures=VOCABULARY, name="standard")
"""Risk grants up to 500,000; the manager up to 3,000,000, above 1,000,000 with a second."""


def cny(amount):
    return Money(Decimal(amount), "CNY")


@pytest.mark.parametrize(
    ("role", "amount", "needs_second"),
    [
        ("risk", "500000", False),
        ("manager", "500000.01", False),
        ("manager", "1000000", False),
        ("manager", "1000000.01", True),
        ("manager", "3000000", True),
    ],
)
def test_a_mandate_is_good_up_to_its_bound_and_alone_up_to_four_eyes(role, amount, needs_second):
    assert signing(POLICY, role, cny(amount)).needs_second is needs_second


@pytest.mark.parametrize(
    ("role", "amount", "code"),
    [
        ("risk", "500000.01", "beyond-own-mandate"),
        ("manager", "3000000.01", "beyond-all-mandates"),
        ("sales", "1", "no-mandate"),
    ],
)
def test_beyond_a_mandate_it_is_said_whose_it_is(role, amount, code):
    with pytest.raises(BeyondMandate) as refused:
        signing(POLICY, role, cny(amount))

    assert refused.value.code == code


def test_without_a_rate_only_the_widest_mandate_serves_and_not_alone():
    assert signing(POLICY, "manager", None).needs_second
    with pytest.raises(BeyondMandate, match="only manager"):
        signing(POLICY, "risk", None)


def test_a_policy_without_mandates_lets_nobody_decide():
    bare = replace(POLICY, authority=())

    with pytest.raises(BeyondMandate, match="these may: -"):
        signing(bare, "manager", cny(1))
    assert not may_lift(bare, "manager", None)


@pytest.mark.parametrize(
    ("role", "exposure", "may"),
    [
        ("risk", cny(400_000), True),
        ("risk", cny(600_000), False),
        ("manager", cny(600_000), True),
        ("manager", cny(9_000_000), True),
        ("risk", cny(9_000_000), False),
        ("manager", None, True),
        ("risk", None, False),
    ],
)
def test_a_hold_is_lifted_by_whoever_may_grant_what_is_owed(role, exposure, may):
    assert may_lift(POLICY, role, exposure) is may
