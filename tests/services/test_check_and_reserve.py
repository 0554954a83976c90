"""Orders decided and reserved at once: what fits is kept, and nothing is kept twice."""

from decimal import Decimal

import pytest
from counter import ask, group_reserved, open_accounts, person, reserved
from django.db import IntegrityError

from duecourse.services import check_and_reserve
from duecourse.services.check_and_reserve import KeyUsed, NotAnOrder, OrderTaken
from duecourse.store.account_locks import NoAccount
from duecourse.store.audit import AuditEvent
from duecourse.store.credit_accounts import CreditAccount
from duecourse.store.facts import FACTS
from duecourse.store.order_events import MayNot
from duecourse.store.reservations import OrderDecision

pytestmark = [pytest.mark.database, pytest.mark.django_db]
ALDER = "K1 CNY 100000 60000 - active"


def codes(answer):
    return [reason.code for reason in answer.reasons]


def test_an_order_that_just_fits_is_approved_and_reserved():
    open_accounts(ALDER)

    told = ask("O1", "K1", "40000")

    assert (told.answer.outcome, told.headroom, told.reserved) == ("approve", 40000, 40000)
    assert reserved() == 40000


def test_the_next_order_finds_no_room_and_nothing_is_reserved_for_it():
    open_accounts(ALDER)
    ask("O1", "K1", "40000")

    told = ask("O2", "K1", "0.01")

    assert (told.answer.outcome, codes(told.answer), told.reserved) == ("hold", ["full"], None)
    assert told.answer.release_by == ("risk", "manager")
    assert reserved() == 40000


def test_an_order_that_is_too_large_gets_conditions_and_reserves_nothing():
    open_accounts(ALDER)

    told = ask("O1", "K1", "445000")

    assert (told.answer.outcome, codes(told.answer)) == ("conditions", ["beyond"])
    assert told.answer.release_by == ("manager",)
    assert reserved() == 0


@pytest.mark.parametrize(
    "account",
    ["K1 CNY - 60000 - active", "K1 CNY 100000 - - active", "K1 CNY 100000 60000 G1 active"],
)
def test_an_unknown_limit_or_exposure_of_customer_or_group_holds(account):
    open_accounts(account, groups="G1 CNY - 0")

    told = ask("O1", "K1", "1")

    assert (told.answer.outcome, codes(told.answer)) == ("hold", ["headroom-unknown"])
    assert reserved() == 0


def test_an_order_without_a_rate_is_held():
    open_accounts(ALDER)

    told = ask("O1", "K1", "1", currency="USD")

    assert codes(told.answer) == ["rate-unknown"]


def test_an_order_in_another_currency_reserves_in_the_customers():
    open_accounts(ALDER)

    told = ask("O1", "K1", "5000", currency="EUR")

    assert (told.answer.outcome, told.reserved) == ("approve", 40000)


def test_a_group_has_one_limit_for_all_its_members_in_any_currency():
    open_accounts(
        "K1 CNY 100000 0 G1 active\nK2 EUR 100000 0 G1 active", groups="G1 CNY 90000 10000"
    )

    assert ask("O1", "K1", "40000").answer.outcome == "approve"
    assert ask("O2", "K2", "5000.0001").answer.outcome == "conditions"
    assert ask("O3", "K2", "5000").answer.outcome == "approve"
    assert ask("O4", "K1", "0.0001").answer.outcome == "hold"
    assert group_reserved("G1") == 80000


def test_the_same_key_asks_for_the_same_answer_and_reserves_once():
    open_accounts(ALDER)
    first = ask("O1", "K1", "30000", key="k")

    again = ask("O1", "K1", "30000", key="k")

    assert again.again
    assert (again.decision_id, again.answer) == (first.decision_id, first.answer)
    assert (again.headroom, again.reserved) == (first.headroom, first.reserved)
    assert reserved() == 30000
    assert AuditEvent.objects.filter(action="order.checked").count() == 1


def test_a_policys_own_sentence_survives_the_repetition():
    open_accounts(ALDER)
    CreditAccount.objects.update(holds="old-debt", status="hold")
    first = ask("O1", "K1", "1", key="k")

    assert first.answer.reasons[0].says.zh.startswith("逾期 30 天以上")
    assert ask("O1", "K1", "1", key="k").answer == first.answer


@pytest.mark.parametrize("other", [("O2", "K1", "30000"), ("O1", "K1", "1")])
def test_the_same_key_for_another_order_is_refused(other):
    open_accounts(ALDER)
    ask("O1", "K1", "30000", key="k")

    with pytest.raises(KeyUsed, match="O1"):
        ask(*other, key="k")


def test_an_order_that_grew_is_decided_as_if_it_held_nothing_yet():
    open_accounts(ALDER)
    ask("O1", "K1", "30000")

    told = ask("O1", "K1", "40000")

    assert (told.answer.outcome, told.headroom) == ("approve", 40000)
    assert reserved() == 40000


def test_an_order_that_grew_too_large_keeps_what_it_held():
    open_accounts(ALDER)
    ask("O1", "K1", "30000")

    assert ask("O1", "K1", "40001").answer.outcome == "conditions"
    assert reserved() == 30000


def test_an_order_held_for_another_customer_is_refused():
    open_accounts(f"{ALDER}\nK2 CNY 100000 0 - active")
    ask("O1", "K1", "1")

    with pytest.raises(OrderTaken, match="another customer"):
        ask("O1", "K2", "2")


def test_an_order_in_the_ledger_is_in_the_exposure_and_not_reserved_again():
    open_accounts(ALDER)
    FACTS["orders"](
        order_id="O1",
        customer_id="K1",
        ordered_on="2026-03-01",
        currency="CNY",
        amount=1,
        recorded=AuditEvent.objects.create(action="import"),
    ).save()

    with pytest.raises(OrderTaken, match="in the ledger"):
        ask("O1", "K1", "1")


def test_who_prepays_reserves_nothing():
    open_accounts("K1 CNY 0 0 - prepay")

    told = ask("O1", "K1", "500")

    assert (told.answer.outcome, codes(told.answer)) == ("conditions", ["prepaid-terms"])
    assert reserved() == 0


@pytest.mark.parametrize("amount", ["0", "-1", "NaN", "0.00001", "1e15"])
def test_what_is_no_amount_is_refused(amount):
    open_accounts(ALDER)

    with pytest.raises(NotAnOrder):
        ask("O1", "K1", amount)


def test_what_has_no_id_or_no_currency_is_refused():
    open_accounts(ALDER)

    with pytest.raises(NotAnOrder, match="order_id"):
        ask(" ", "K1", "1")
    with pytest.raises(NotAnOrder, match="yuan"):
        ask("O1", "K1", "1", currency="yuan")


def test_nobody_unknown_and_for_sales_nobody_elses_customer():
    open_accounts(ALDER)
    seller = person("sales")

    with pytest.raises(NoAccount):
        ask("O1", "K9", "1")
    with pytest.raises(NoAccount):
        ask("O1", "K1", "1", user=seller)
    ask("O1", "K1", "1", key="k")
    with pytest.raises(NoAccount):
        ask("O1", "K1", "1", key="k", user=seller)
    seller.salesperson = "Wu"
    assert ask("O2", "K1", "1", user=seller).answer.outcome == "approve"


def test_an_auditor_changes_nothing():
    open_accounts(ALDER)

    with pytest.raises(MayNot):
        ask("O1", "K1", "1", user=person("auditor"))


def test_decision_and_event_say_who_when_and_by_which_policy():
    open_accounts(ALDER)
    clerk = person("finance")

    told = ask("O1", "K1", "100", user=clerk)

    decision = OrderDecision.objects.get()
    assert (decision.pk, decision.user, decision.as_of) == (told.decision_id, clerk, told.as_of)
    event = AuditEvent.objects.get(action="order.checked")
    assert (event.user, event.subject, event.customer_id) == (clerk, "O1", "K1")
    assert event.policy_version == decision.policy_version
    assert event.details["outcome"] == "approve"
    assert Decimal(event.details["amount"]) == 100


def test_who_did_not_see_the_answer_of_a_moment_ago_begins_anew_and_finds_it(monkeypatch):
    open_accounts(ALDER)
    first = ask("O1", "K1", "30000", key="k")
    find, looks = check_and_reserve.answered, []

    def too_early(*asked):
        looks.append(asked)
        return None if len(looks) == 1 else find(*asked)

    monkeypatch.setattr(check_and_reserve, "answered", too_early)

    again = ask("O1", "K1", "30000", key="k")

    assert (again.decision_id, again.again) == (first.decision_id, True)
    assert reserved() == 30000


def test_what_cannot_be_written_again_and_again_is_no_answer(monkeypatch):
    open_accounts(ALDER)
    ask("O1", "K1", "30000", key="k")
    monkeypatch.setattr(check_and_reserve, "answered", lambda *_: None)

    with pytest.raises(IntegrityError):
        ask("O1", "K1", "30000", key="k")
    assert reserved() == 30000
