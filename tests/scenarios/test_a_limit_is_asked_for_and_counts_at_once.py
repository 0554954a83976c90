"""A salesperson asks, risk stops at its mandate, two managers sign, and the next order goes.

Told in steps, over the books of an invented company, the position and the counter.
"""

from datetime import date
from decimal import Decimal

import pytest
from in_store import record_simulated

from duecourse.decide.signing import BeyondMandate
from duecourse.services.check_and_reserve import OrderRequest, check_and_reserve
from duecourse.services.decide_limit import LimitUsed, approve_limit, take_back_limit
from duecourse.services.hold_orders import HoldStands, lift_holds, set_hold, take_back_hold
from duecourse.services.publish_policy import install_preset
from duecourse.services.refresh_account import refresh_account
from duecourse.services.request_limit import request_limit
from duecourse.services.take_position import take_position
from duecourse.services.write_off import WriteOffAsked, approve_write_off, propose_write_off
from duecourse.store.audit import AuditEvent
from duecourse.store.credit_accounts import CreditAccount
from duecourse.store.limit_advice import advice_kept
from duecourse.store.limit_asking import LimitAsked
from duecourse.store.people import User
from duecourse.store.positions import PositionCustomer, PositionPart

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
AS_OF = date(2026, 3, 31)


@pytest.fixture
def company():
    """Twelve customers of an invented company, on its last day."""
    record_simulated(customers=12, invoices=500, seed=11, as_of=AS_OF)
    install_preset("standard", "CNY")
    take_position(AS_OF)
    active = PositionCustomer.objects.filter(
        status="active", group_id=None, currency="CNY", effective_limit__lt=1_500_000
    )
    return active.exclude(salesperson=None).order_by("-effective_limit").first()


@pytest.fixture
def by(company):
    people = {"sales": company.salesperson, "risk": "", "manager": "", "second": ""}
    return {
        name: User.objects.create(
            username=name, role="manager" if name == "second" else name, salesperson=own
        )
        for name, own in people.items()
    }


def order(customer, of, key, user):
    asked = OrderRequest(f"SO/{key}", customer.customer_id, Decimal(of), key=key)
    return check_and_reserve(asked, user)


def account(customer):
    return CreditAccount.objects.get(customer_id=customer.customer_id)


def test_from_the_question_to_the_order(company, by):
    name = company.customer_id
    dear = company.headroom + 100_000
    wanted = LimitAsked(Decimal(2_000_000), "CNY", "a frame order")

    # the order is too large
    assert order(company, dear, "1", by["sales"]).answer.outcome != "approve"

    # sales asks, risk is told that it is beyond its mandate
    asked = request_limit(wanted, advice_kept(name), by["sales"])
    assert asked.recommended_limit is not None
    with pytest.raises(BeyondMandate):
        approve_limit(asked.pk, by["risk"], reason="known for years")

    # one manager signs, which is not enough above a million; the second does
    first = approve_limit(asked.pk, by["manager"], reason="known for years")
    assert first.waits_for_second
    done = approve_limit(asked.pk, by["second"], reason="agreed")
    refresh_account(name, done.event)

    # from this moment orders are answered by it, and nothing else changed
    assert account(company).limit == wanted.amount
    assert order(company, dear, "2", by["sales"]).answer.outcome == "approve"
    with pytest.raises(LimitUsed):
        take_back_limit(done.pk, by["second"])

    # the next position shows it, and the review counts as done
    take_position(AS_OF)
    row = PositionCustomer.objects.get(customer_id=name)
    assert (row.granted_limit, row.effective_limit) == (wanted.amount, wanted.amount)
    assert account(company).reserved == dear


@pytest.mark.usefixtures("company")
def test_one_customers_account_anew_is_that_of_the_whole_position():
    before = CreditAccount.objects.order_by("customer_id").values()
    kept = [{**row, "basis_id": None} for row in before]

    event = AuditEvent.objects.create(action="limit.granted")
    for customer in CreditAccount.objects.values_list("customer_id", flat=True):
        refresh_account(customer, event)

    again = CreditAccount.objects.order_by("customer_id").values()
    assert [{**row, "basis_id": None} for row in again] == kept


def test_a_person_stops_orders_and_lets_them_go_again(company, by):
    name = company.customer_id
    advice = advice_kept(name)

    event = set_hold(advice, by["risk"], reason="moved without a word")
    refresh_account(name, event)
    answer = order(company, "1", "3", by["sales"]).answer
    assert (answer.outcome, answer.release_by) == ("hold", ())
    take_position(AS_OF)
    assert "standing" in PositionCustomer.objects.get(customer_id=name).holds

    lifted = lift_holds(advice, None, by["risk"], reason="the new address is known")
    refresh_account(name, lifted)
    assert order(company, "1", "4", by["sales"]).answer.outcome == "approve"

    with pytest.raises(HoldStands, match="no longer"):
        take_back_hold(lifted.pk, by["risk"])


def test_a_written_off_invoice_is_open_no_longer(by):
    User.objects.create(username="finance", role="finance")
    part = (
        PositionPart.objects.filter(days_past_due__gt=0, currency="CNY", open_amount__lt=400_000)
        .exclude(invoice_id=None)
        .order_by("invoice_id")
        .first()
    )
    asked = WriteOffAsked(part.invoice_id, part.open_amount, "wound up")
    proposed = propose_write_off(asked, User.objects.get(username="finance"))

    approve_write_off(proposed.pk, by["risk"], reason="the court says so")
    take_position(AS_OF)

    assert not PositionPart.objects.filter(
        invoice_id=part.invoice_id, part=part.part, open_amount__gt=0
    ).exists()
