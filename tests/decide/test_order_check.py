from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_policy import POLICY, hold, policy, when

from duecourse.decide.order_check import check_order, unconverted
from duecourse.decide.standing import Expiring, Standing, converted, standing_of, with_expiring
from duecourse.values.money import CurrenciesDiffer, Money

AS_OF = date(2026, 3, 31)
ALDER = Standing(
    customer_id="Alder",
    currency="CNY",
    to_home=Decimal(1),
    grade="B",
    status="active",
    terms="NET30",
    recommended_terms="NET30",
    security="wanted",
    exposure=Decimal(60_000),
    headroom=Decimal(40_000),
)


def yuan(amount):
    return Money(Decimal(amount), "CNY")


def answer(amount, policy=POLICY, **changes):
    """Check an order of so much from Alder, who has 40,000 left unless told otherwise."""
    return check_order(replace(ALDER, **changes), yuan(amount), policy, as_of=AS_OF)


def codes(reasons):
    return [reason.code for reason in reasons]


def test_an_order_that_just_fits_is_approved():
    found = answer(40_000)

    assert (found.outcome, codes(found.reasons)) == ("approve", ["within"])
    assert found.reasons[0].blanks == {"amount": "40,000.00", "currency": "CNY"}


def test_an_order_beyond_the_headroom_goes_with_one_of_several_conditions():
    found = answer(50_000)

    assert found.outcome == "conditions"
    assert [(offer.code, offer.blanks["amount"]) for offer in found.one_of] == [
        ("prepay-part", "10,000.00"),
        ("split", "40,000.00"),
        ("security", "10,000.00"),
    ]
    assert found.release_by == ("risk", "manager")
    assert not found.four_eyes


def test_security_is_offered_only_where_the_grade_asks_for_it():
    assert codes(answer(50_000, security="none").one_of) == ["prepay-part", "split"]


def test_who_has_longer_terms_than_it_should_is_also_asked_for_shorter_ones():
    found = answer(50_000, terms="NET60")

    assert [(one.code, one.blanks) for one in found.all_of] == [
        ("shorter-terms", {"terms": "NET30", "instead": "NET60"})
    ]


@pytest.mark.parametrize("headroom", [0, -500])
def test_who_is_at_or_over_the_limit_is_held_but_may_prepay(headroom):
    holds = ("over-limit",) if headroom < 0 else ()

    found = answer(100, headroom=Decimal(headroom), holds=holds, status="hold")

    assert found.outcome == "hold"
    assert codes(found.one_of) == ["prepay"]
    assert codes(found.reasons) == (["over", "rule"] if holds else ["full"])


def test_old_debt_holds_an_order_however_small_and_says_it_in_the_policys_words():
    found = answer(1, status="hold", holds=("old-debt",))

    assert found.outcome == "hold"
    assert found.reasons[0].says == POLICY.holds[1].says
    assert found.release_by == ("risk",)
    assert found.one_of == ()


def test_a_hold_that_a_person_set_stands_whatever_else_is_so():
    found = answer(1, status="prepay", terms="PREPAY", holds=("standing",))

    assert (found.outcome, codes(found.reasons), found.release_by) == ("hold", ["standing"], ())


def test_a_notice_that_stops_orders_is_lifted_by_the_narrowest_mandate():
    found = answer(1, status="hold", holds=("notice",))

    assert (found.outcome, codes(found.reasons), found.release_by) == (
        "hold",
        ["notice"],
        ("risk",),
    )
    assert answer(1, status="prepay", terms="PREPAY", holds=("notice",)).outcome == "conditions"


def test_who_prepays_gets_its_order_against_the_whole_amount_with_the_reasons_why():
    found = answer(
        700, status="prepay", grade="C", terms="PREPAY", holds=("old-debt",), headroom=Decimal(-9)
    )

    assert found.outcome == "conditions"
    assert [(one.code, one.blanks["amount"]) for one in found.all_of] == [("prepay", "700.00")]
    assert codes(found.reasons) == ["prepaid-terms", "rule"]


@pytest.mark.parametrize("unknown", ["headroom", "exposure"])
def test_what_is_unknown_is_not_approved(unknown):
    found = answer(1, **{unknown: None})

    assert (found.outcome, codes(found.reasons)) == ("hold", ["headroom-unknown"])
    assert found.release_by == ("manager",)


def test_a_policy_without_authority_names_nobody():
    found = answer(1, policy=policy(authority=()), headroom=None)

    assert found.release_by == ()


@pytest.mark.parametrize(
    ("exposure", "to_home", "release_by", "four_eyes"),
    [
        (450_000, 1, ("risk", "manager"), False),
        (450_001, 1, ("manager",), False),
        (1_000_000, 1, ("manager",), True),
        (2_950_001, 1, (), False),
        (60_000, 10, ("manager",), True),
        (60_000, None, ("manager",), True),
    ],
)
def test_beyond_the_limit_it_takes_who_may_grant_what_is_then_used(
    exposure, to_home, release_by, four_eyes
):
    foreign = to_home != 1
    standing = replace(
        ALDER,
        currency="EUR" if foreign else "CNY",
        to_home=None if to_home is None else Decimal(to_home),
        exposure=Decimal(exposure),
    )

    found = check_order(standing, Money(Decimal(50_000), standing.currency), POLICY, as_of=AS_OF)

    assert (found.release_by, found.four_eyes) == (release_by, four_eyes)


@pytest.mark.parametrize(
    ("until", "asked"),
    [
        (date(2026, 3, 30), []),
        (date(2026, 3, 31), ["renew"]),
        (date(2026, 4, 29), ["renew"]),
        (date(2026, 4, 30), []),
    ],
)
def test_security_that_ends_before_the_order_falls_due_must_be_renewed(until, asked):
    insured = with_expiring(replace(ALDER, security="held"), Expiring("cover", yuan(60_000), until))

    found = check_order(insured, yuan(10), POLICY, as_of=AS_OF)

    assert codes(found.all_of) == asked
    assert found.outcome == ("conditions" if asked else "approve")


def test_what_ends_first_is_named_first_and_unread_terms_end_at_once():
    facts = (
        Expiring("guarantee", yuan(2), date(2026, 4, 20)),
        Expiring("cover", yuan(1), date(2026, 4, 10)),
    )
    secured = with_expiring(replace(ALDER, security="held"), *facts)
    unread = replace(secured, terms="as agreed")

    named = check_order(secured, yuan(10), POLICY, as_of=AS_OF).all_of

    assert [one.blanks["kind"] for one in named] == ["cover", "guarantee"]
    assert check_order(unread, yuan(10), POLICY, as_of=AS_OF).outcome == "approve"
    assert check_order(unread, yuan(50_000), POLICY, as_of=AS_OF).all_of == ()


@pytest.mark.parametrize("amount", [0, -5])
def test_an_order_of_nothing_is_refused(amount):
    with pytest.raises(ValueError, match="above zero"):
        answer(amount)


def test_an_order_in_another_currency_is_converted_first_or_refused():
    rates = {"EUR": Decimal("7.8"), "CNY": Decimal(1)}
    order = Money(Decimal(100), "EUR")

    assert converted(order, ALDER, rates) == yuan(780)
    assert converted(yuan(5), ALDER, {}) == yuan(5)
    assert converted(order, ALDER, {"CNY": Decimal(1)}) is None
    assert converted(order, ALDER, {"EUR": Decimal("7.8")}) is None
    held = unconverted(order, POLICY)
    assert (held.outcome, codes(held.reasons)) == ("hold", ["rate-unknown"])
    with pytest.raises(CurrenciesDiffer):
        check_order(ALDER, order, POLICY, as_of=AS_OF)


def test_a_standing_is_read_from_a_row_of_the_position():
    row = {
        "customer_id": "K1",
        "currency": "EUR",
        "to_home": 7.8,
        "grade": "B",
        "status": "hold",
        "terms": "NET30",
        "recommended_terms": "NET30",
        "security": "held",
        "exposure": Decimal("39900.0000"),
        "headroom": -60.1,
        "holds": "over-limit old-debt",
    }

    standing = standing_of(row)

    assert standing.holds == ("over-limit", "old-debt")
    assert (standing.to_home, standing.headroom) == (Decimal("7.8"), Decimal("-60.1"))
    assert standing_of({**row, "to_home": None, "holds": ""}).to_home is None


def test_a_limit_nearly_used_holds_where_the_policy_says_so_although_the_order_fits():
    nearly = policy(holds=(hold("nearly", when("limit_use", above=0.9)),))

    assert answer(10, policy=nearly, status="hold", holds=("nearly",)).outcome == "hold"


@given(
    amount=st.decimals(min_value="0.01", max_value=10**7, places=2),
    headroom=st.decimals(min_value=-(10**6), max_value=10**6, places=2),
)
def test_nothing_beyond_the_headroom_is_ever_approved_outright(amount, headroom):
    found = answer(amount, headroom=headroom)

    assert (found.outcome == "approve") == (amount <= headroom)
    assert found.outcome != "conditions" or headroom > 0
