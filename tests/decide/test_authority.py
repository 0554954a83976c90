from decimal import Decimal

import pytest
from small_policy import POLICY, policy

from duecourse.decide.authority import mandate_of, mandates, who_may_grant
from duecourse.policy.shapes import Authority
from duecourse.values.money import CurrenciesDiffer, Money


def yuan(amount):
    return Money(Decimal(amount), "CNY")


@pytest.mark.parametrize(
    ("limit", "roles"),
    [
        (500_000, ["risk", "manager"]),
        (500_001, ["manager"]),
        (3_000_000, ["manager"]),
        (3_000_001, []),
    ],
)
def test_a_limit_is_granted_by_whose_mandate_covers_it_the_narrowest_first(limit, roles):
    assert [mandate.role for mandate in who_may_grant(POLICY, yuan(limit))] == roles


def test_above_its_bound_a_second_person_must_agree():
    manager = mandate_of(POLICY, "manager")

    assert not manager.needs_a_second(yuan(1_000_000))
    assert manager.needs_a_second(yuan(1_000_001))
    assert not mandate_of(POLICY, "risk").needs_a_second(yuan(9_000_000))


def test_a_role_that_the_policy_does_not_name_has_no_mandate():
    assert mandate_of(POLICY, "sales") is None


def test_mandates_are_sorted_however_the_policy_lists_them():
    turned = policy(authority=(Authority("chief", Decimal(9)), Authority("clerk", Decimal(1))))

    assert [mandate.role for mandate in mandates(turned)] == ["clerk", "chief"]
    assert mandates(turned)[0].policy_version == 3


def test_a_limit_in_another_currency_is_refused_not_guessed():
    with pytest.raises(CurrenciesDiffer, match="convert it first"):
        who_may_grant(POLICY, Money(Decimal(1), "EUR"))
