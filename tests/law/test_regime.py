from decimal import Decimal

import pytest

from duecourse.law.governing import regime_of
from duecourse.law.regime import adjusted


def test_a_mark_up_beyond_what_the_court_may_grant_is_refused():
    with pytest.raises(ValueError, match=r"from 0\.30 to 0\.50, not 0\.51"):
        adjusted(regime_of("CN"), mark_up=Decimal("0.51"))


def test_a_law_without_a_mark_up_has_none_whatever_the_policy_says():
    assert adjusted(regime_of("DE"), mark_up=Decimal("0.30")).mark_up is None


def test_the_top_of_the_mark_up_is_claimed_unless_told_otherwise():
    assert adjusted(regime_of("CN"), grace_days=3).mark_up.claimed == Decimal("0.50")


def test_negative_grace_is_refused():
    with pytest.raises(ValueError, match="grace_days must not be negative, got -1"):
        adjusted(regime_of("DE"), grace_days=-1)
