"""A limit is asked for, recommended, signed; nobody approves their own, and two sign what is large.

The standard policy: risk grants up to 500,000, the manager up to 3,000,000 and above 1,000,000
together with a second person.
"""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from small_company import AS_OF, company, people

from duecourse.decide.signing import BeyondMandate
from duecourse.services.decide_limit import (
    LimitUsed,
    NotOpen,
    approve_limit,
    refuse_limit,
    take_back_limit,
    withdraw_limit,
)
from duecourse.services.grant_limit import grant_limit
from duecourse.services.request_limit import request_limit
from duecourse.store.audit import AuditEvent
from duecourse.store.facts import FACTS
from duecourse.store.limit_advice import NobodyToDecideOn, advice_for_group, advice_kept
from duecourse.store.limit_asking import AlreadyAsked, LimitAsked, NotALimit, ReasonMissing
from duecourse.store.limit_requests import LimitRequest
from duecourse.store.order_events import MayNot
from duecourse.store.people import User
from duecourse.store.positions import PositionCustomer
from duecourse.store.triggers import install, remove

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def by():
    """The people, one of each role, and a second manager; a day's position."""
    company()
    found = people()
    found["boss"] = User.objects.create_user("boss", role="manager")
    return found


def asked(amount, reason="a large order in May", **how):
    return LimitAsked(Decimal(amount), how.pop("currency", "CNY"), reason, **how)


def ask(by, amount, *, role="sales", customer="K3", **how):
    return request_limit(asked(amount, **how), advice_kept(customer), by[role])


def limit_in_ledger(customer="K3"):
    held = FACTS["limits"].objects.filter(superseded=None, customer_id=customer)
    return [(one.from_on, one.amount, one.terms, one.granted_by) for one in held]


def test_a_salesperson_asks_risk_recommends_and_risk_approves_within_its_mandate(by):
    request = ask(by, "400000")
    assert (request.recommended_limit, request.departs) == (600000, True)
    assert request.reasons["grade"] == "A"

    approved = approve_limit(request.pk, by["risk"], reason="the order is secured")

    assert (approved.state, approved.approved_by) == ("approved", by["risk"])
    assert limit_in_ledger() == [(AS_OF, 400000, None, "risk")]
    event = AuditEvent.objects.get(action="limit.granted")
    assert (event.customer_id, event.user, event.reason) == (
        "K3",
        by["risk"],
        "the order is secured",
    )
    assert event.policy_version.number == 1
    assert event.details["before"] == "600000.0000"
    assert event.details["as_of"] == "2026-03-31"


def test_above_its_mandate_risk_is_told_whose_it_is_and_the_manager_approves(by):
    request = ask(by, "700000")

    with pytest.raises(BeyondMandate, match="is for: manager"):
        approve_limit(request.pk, by["risk"], reason="fine")
    assert approve_limit(request.pk, by["manager"], reason="fine").state == "approved"


def test_above_four_eyes_it_takes_two_and_neither_is_the_asker(by):
    request = ask(by, "2000000")

    first = approve_limit(request.pk, by["manager"], reason="strategic customer")
    assert (first.state, first.waits_for_second, limit_in_ledger()) == ("open", True, [])
    with pytest.raises(BeyondMandate, match="another person"):
        approve_limit(request.pk, by["manager"], reason="again")
    with pytest.raises(BeyondMandate):
        approve_limit(request.pk, by["risk"], reason="me too")

    second = approve_limit(request.pk, by["boss"], reason="agreed")
    assert (second.state, second.seconded_by) == ("approved", by["boss"])
    assert limit_in_ledger() == [(AS_OF, 2000000, None, "boss")]


def test_nobody_decides_over_what_they_asked_for(by):
    request = ask(by, "100000", role="risk")

    with pytest.raises(BeyondMandate, match="another person decides"):
        approve_limit(request.pk, by["risk"], reason="mine")
    with pytest.raises(BeyondMandate, match="withdraw"):
        refuse_limit(request.pk, by["risk"], reason="mine")
    assert withdraw_limit(request.pk, by["risk"]).state == "withdrawn"


def test_only_whoever_asked_withdraws(by):
    request = ask(by, "100000")

    with pytest.raises(BeyondMandate):
        withdraw_limit(request.pk, by["manager"])
    withdraw_limit(request.pk, by["sales"])
    with pytest.raises(NotOpen):
        approve_limit(request.pk, by["manager"], reason="too late")


def test_a_departure_from_the_recommendation_needs_a_reason_and_what_is_advised_needs_none(by):
    with pytest.raises(ReasonMissing):
        approve_limit(ask(by, "100000").pk, by["risk"])
    advised = advice_kept("K2").limit

    granted = grant_limit(LimitAsked(advised, "CNY"), advice_kept("K2"), by["risk"])

    assert (granted.state, granted.direct, granted.departs) == ("approved", True, False)
    with pytest.raises(ReasonMissing):
        grant_limit(asked("1", reason=" "), advice_kept("K4"), by["risk"])


def test_a_mandate_of_ones_own_is_enough_up_to_four_eyes_and_then_waits_for_another(by):
    done = grant_limit(asked("1500000"), advice_kept("K3"), by["manager"])

    assert (done.state, done.waits_for_second) == ("open", True)
    assert approve_limit(done.pk, by["boss"], reason="agreed").state == "approved"


def test_a_refusal_has_a_reason(by):
    request = ask(by, "100000")

    with pytest.raises(ReasonMissing):
        refuse_limit(request.pk, by["risk"], reason="  ")
    assert refuse_limit(request.pk, by["risk"], reason="late since May").state == "refused"
    assert limit_in_ledger() == []


@pytest.mark.parametrize("role", ["sales", "finance", "auditor", "administrator"])
def test_who_has_no_right_decides_over_nothing(by, role):
    request = ask(by, "100000", role="manager")

    for decide in (approve_limit, refuse_limit):
        with pytest.raises(MayNot):
            decide(request.pk, by[role], reason="x")
    with pytest.raises(MayNot):
        grant_limit(asked("1"), advice_kept("K2"), by[role])


@pytest.mark.parametrize("role", ["finance", "auditor", "administrator"])
def test_who_may_not_ask_is_told_so(by, role):
    with pytest.raises(MayNot):
        ask(by, "100000", role=role)


def test_sales_asks_for_its_own_customers_alone(by):
    with pytest.raises(NobodyToDecideOn):
        ask(by, "100000", customer="K2")
    with pytest.raises(NobodyToDecideOn):
        ask(by, "100000", customer="K404")


def test_one_request_waits_at_a_time(by):
    ask(by, "100000")

    with pytest.raises(AlreadyAsked):
        ask(by, "200000", role="risk")


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"amount": "-1"}, "not-a-limit"),
        ({"amount": "NaN"}, "not-a-limit"),
        ({"amount": "0.00001"}, "not-a-limit"),
        ({"amount": "1", "currency": "yuan"}, "no-currency"),
        ({"amount": "1", "terms": "NET999"}, "no-such-terms"),
        ({"amount": "1", "reason": "x" * 2001}, "reason-too-long"),
        ({"amount": "1", "from_on": AS_OF.replace(day=30)}, "limit-in-the-past"),
    ],
)
def test_what_cannot_be_is_refused_with_a_code(by, how, code):
    with pytest.raises(NotALimit) as refused:
        ask(by, **how)

    assert refused.value.code == code


def test_a_limit_that_would_end_before_it_begins_is_refused(by):
    later = ask(by, "100000", from_on=AS_OF.replace(month=5, day=1))
    approve_limit(later.pk, by["risk"], reason="from May on")

    with pytest.raises(NotALimit, match="granted from 2026-05-01"):
        ask(by, "200000")


def test_terms_change_with_a_limit_and_stay_where_none_are_named(by):
    approve_limit(ask(by, "100000", terms="NET30").pk, by["risk"], reason="shorter")
    approve_limit(ask(by, "120000").pk, by["risk"], reason="more")

    assert limit_in_ledger() == [(AS_OF, 120000, "NET30", "risk")]


def test_a_decision_is_taken_back_while_nothing_rests_on_it_and_the_request_waits_again(by):
    request = ask(by, "100000")
    approve_limit(request.pk, by["risk"], reason="fine")
    with pytest.raises(BeyondMandate):
        take_back_limit(request.pk, by["manager"])

    again = take_back_limit(request.pk, by["risk"])

    assert limit_in_ledger() == []
    assert (again.pk != request.pk, again.state, again.amount) == (True, "open", 100000)
    assert LimitRequest.objects.get(pk=request.pk).state == "withdrawn"
    assert approve_limit(again.pk, by["manager"], reason="after all").state == "approved"


def test_what_was_granted_before_holds_again_after_a_decision_was_taken_back(by):
    approve_limit(ask(by, "100000").pk, by["risk"], reason="fine")
    second = grant_limit(asked("50000"), advice_kept("K3"), by["risk"])

    take_back_limit(second.pk, by["risk"])

    assert limit_in_ledger() == [(AS_OF, 100000, None, "risk")]


def test_a_decision_is_not_taken_back_while_another_request_waits_in_its_place(by):
    request = ask(by, "100000")
    approve_limit(request.pk, by["risk"], reason="fine")
    ask(by, "120000")

    with pytest.raises(AlreadyAsked):
        take_back_limit(request.pk, by["risk"])

    assert limit_in_ledger() == [(AS_OF, 100000, None, "risk")]


def test_an_order_rests_on_a_limit(by):
    request = ask(by, "100000")
    approve_limit(request.pk, by["risk"], reason="fine")
    AuditEvent.objects.create(action="order.checked", customer_id="K3")

    with pytest.raises(LimitUsed):
        take_back_limit(request.pk, by["risk"])


def test_a_group_has_a_limit_of_its_own_and_sales_asks_where_every_member_is_theirs(by):
    PositionCustomer.objects.filter(customer_id__in=("K1", "K3")).update(group_id="G1")
    PositionCustomer.objects.filter(customer_id__in=("K2",)).update(group_id="G2")
    PositionCustomer.objects.filter(customer_id__in=("K4",)).update(group_id="G2", salesperson="Li")

    request = request_limit(asked("400000"), advice_for_group("G1"), by["sales"])
    with pytest.raises(NobodyToDecideOn):
        request_limit(asked("400000"), advice_for_group("G2"), by["sales"])
    approve_limit(request.pk, by["risk"], reason="together")

    [row] = FACTS["limits"].objects.filter(superseded=None, group_id="G1")
    assert (row.customer_id, row.amount) == (None, 400000)


def test_the_amount_is_held_against_a_mandate_at_home_and_without_a_rate_by_the_widest(by):
    PositionCustomer.objects.filter(customer_id="K3").update(currency="EUR", to_home=8.0)
    dear = ask(by, "70000", currency="EUR")

    with pytest.raises(BeyondMandate, match="560,000"):
        approve_limit(dear.pk, by["risk"], reason="x")
    withdraw_limit(dear.pk, by["sales"])
    unrated = ask(by, "70000", currency="CHF")
    assert approve_limit(unrated.pk, by["manager"], reason="x").waits_for_second


@pytest.mark.parametrize(
    "change",
    [
        {"state": "approved", "approved_by": "sales"},
        {"state": "approved", "approved_by": "risk", "four_eyes": True},
        {"approved_by": "risk", "seconded_by": "risk"},
        {"approved_by": "risk", "seconded_by": "sales"},
        {"state": "refused"},
        {"state": "approved"},
        {"state": "nonsense"},
        {"group_id": "G1"},
        {"amount": -1},
        {"reason": ""},
    ],
)
def test_the_database_itself_wants_people_and_reasons(by, change):
    request = ask(by, "100000")
    event = AuditEvent.objects.last()
    told = {"event": event, "decided_by": by["risk"], "decided_at": event.at} | {
        name: by.get(value, value) if name.endswith("_by") else value
        for name, value in change.items()
    }
    if change.get("state") is None:
        told = {name: told[name] for name in change}

    with pytest.raises(IntegrityError), transaction.atomic():
        LimitRequest.objects.filter(pk=request.pk).update(**told)


@pytest.mark.django_db(transaction=True)
def test_the_database_lets_nobody_rewrite_what_was_asked_or_decided(by):
    request = ask(by, "100000")
    with connection.schema_editor() as editor:
        install(editor)
    try:
        rows = LimitRequest.objects.filter(pk=request.pk)
        for change in ({"amount": 5}, {"reason": "another"}, {"asked_by": by["risk"]}):
            with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
                rows.update(**change)
        refuse_limit(request.pk, by["risk"], reason="no")
        for change in ({"state": "open", "decided_at": None}, {"decision_reason": "yes"}):
            with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
                rows.update(**change)
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            rows.delete()
    finally:
        with connection.schema_editor() as editor:
            remove(editor)
