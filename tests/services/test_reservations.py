"""What becomes of a reservation: invoiced, cancelled, let go by people with a mandate."""

from decimal import Decimal
from itertools import count

import pytest
from counter import ask, group_reserved, open_accounts, person, reserved
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duecourse.services.convert_reservation import (
    InvoiceTold,
    NotItsInvoice,
    convert_reservation,
)
from duecourse.services.release_order import NotToBeReleased, ReasonMissing, release_order
from duecourse.services.release_reservation import release_reservation
from duecourse.store.account_locks import locked
from duecourse.store.audit import AuditEvent
from duecourse.store.credit_accounts import CreditAccount, GroupAccount
from duecourse.store.facts import FACTS
from duecourse.store.order_events import MayNot
from duecourse.store.reservations import OrderRelease, Reservation
from duecourse.store.reserving import BeyondLimit, Kept, reserve
from duecourse.store.standing_orders import NothingHeld
from duecourse.values.money import Money

pytestmark = [pytest.mark.database, pytest.mark.django_db]
ALDER = "K1 CNY 100000 60000 - active"


def invoice(order, number, amount, *, currency="CNY", last=False):
    told = InvoiceTold(order, number, Decimal(amount), currency, last)
    return convert_reservation(told, None)


def exposure(customer="K1"):
    return CreditAccount.objects.get(customer_id=customer).exposure


def test_an_invoice_turns_what_was_reserved_into_exposure():
    open_accounts(ALDER)
    ask("O1", "K1", "40000")

    told = invoice("O1", "I1", "40000")

    assert (told.converted, told.still_held) == (40000, 0)
    assert (reserved(), exposure()) == (0, 100000)
    assert ask("O2", "K1", "1").answer.outcome == "hold"


def test_an_invoice_of_a_part_leaves_the_rest_reserved():
    open_accounts(ALDER)
    ask("O1", "K1", "40000")

    assert invoice("O1", "I1", "15000").still_held == 25000
    assert (reserved(), exposure()) == (25000, 75000)
    assert invoice("O1", "I2", "20000", last=True).still_held == 0
    assert (reserved(), exposure()) == (0, 95000)


def test_an_invoice_for_more_than_was_ordered_counts_in_full():
    open_accounts(ALDER)
    ask("O1", "K1", "40000")

    invoice("O1", "I1", "45000")

    assert (reserved(), exposure()) == (0, 105000)


def test_the_same_invoice_told_twice_converts_once():
    open_accounts(ALDER)
    ask("O1", "K1", "40000")
    first = invoice("O1", "I1", "15000")

    again = invoice("O1", "I1", "15000")

    assert again.again
    assert again.converted == first.converted
    assert (reserved(), exposure()) == (25000, 75000)
    with pytest.raises(NotItsInvoice, match="other content"):
        invoice("O1", "I1", "15001")


def test_invoices_in_the_orders_currency_convert_at_the_rate_it_was_held_at():
    open_accounts("K1 CNY 100000 0 G1 active", groups="G1 EUR 20000 0", rates={"CNY": "1"})
    GroupAccount.objects.update(currency="CNY", limit=90000)
    CreditAccount.objects.update(currency="CNY")
    ask("O1", "K1", "90000")

    invoice("O1", "I1", "30000")

    assert (reserved(), group_reserved("G1"), exposure()) == (60000, 60000, 30000)
    assert GroupAccount.objects.get().exposure == 30000


def test_an_invoice_in_another_currency_than_its_order_is_refused():
    open_accounts(ALDER)
    ask("O1", "K1", "40000")

    with pytest.raises(NotItsInvoice, match="CNY"):
        invoice("O1", "I1", "1", currency="EUR")


def test_an_order_in_euros_gives_back_exactly_what_it_took():
    open_accounts("K1 CNY 100000 0 - active", rates={"CNY": "1", "EUR": "7.77777777"})
    ask("O1", "K1", "1000", currency="EUR")

    for number in range(3):
        invoice("O1", f"I{number}", "333.3333", currency="EUR")
    assert reserved() == Reservation.objects.get(state="held").amount
    invoice("O1", "I9", "0.0001", currency="EUR")

    assert reserved() == 0
    assert exposure() <= Decimal("7777.78")


def test_a_cancelled_order_gives_back_what_it_held():
    open_accounts(ALDER)
    ask("O1", "K1", "40000")

    assert release_reservation("O1", None, reason="changed its mind").released == 40000
    assert release_reservation("O1", None).again
    assert reserved() == 0
    assert AuditEvent.objects.get(action="order.cancelled").reason == "changed its mind"
    assert ask("O2", "K1", "40000").answer.outcome == "approve"


def test_nothing_is_converted_or_cancelled_of_an_order_that_holds_nothing():
    open_accounts(ALDER)
    ask("O1", "K1", "900000")

    for act in (lambda: invoice("O1", "I1", "1"), lambda: release_reservation("O9", None)):
        with pytest.raises(NothingHeld):
            act()


def test_a_person_with_a_mandate_lets_an_order_go_and_it_is_reserved():
    open_accounts(ALDER)
    held = ask("O1", "K1", "90000")

    told = release_order(held.decision_id, person("risk"), reason=" paid by Friday, says the bank ")

    assert (told.reserved, told.waits_for_second) == (90000, False)
    assert reserved() == 90000
    assert OrderRelease.objects.get().reason == "paid by Friday, says the bank"
    assert AuditEvent.objects.get(action="order.released").reason.startswith("paid by Friday")


def test_a_role_whose_mandate_is_too_small_may_not():
    open_accounts(ALDER)
    held = ask("O1", "K1", "445000")

    for role in ("risk", "sales", "finance", "administrator"):
        user = person(role)
        user.salesperson = "Wu"
        with pytest.raises(MayNot, match="manager"):
            release_order(held.decision_id, user, reason="please")
    assert release_order(held.decision_id, person("manager"), reason="agreed").reserved == 445000


def test_above_four_eyes_it_takes_two_people():
    open_accounts(ALDER)
    held = ask("O1", "K1", "1000000")
    assert held.answer.four_eyes

    first = release_order(held.decision_id, person("manager"), reason="agreed")
    assert (first.reserved, first.waits_for_second, reserved()) == (None, True, 0)
    with pytest.raises(MayNot, match="another person"):
        release_order(held.decision_id, person("manager"), reason="agreed twice")
    second = release_order(held.decision_id, person("manager", "another"), reason="so do I")

    assert (second.reserved, reserved()) == (1000000, 1000000)


def test_the_mandate_is_that_for_the_exposure_of_the_moment():
    open_accounts(ALDER)
    held = ask("O1", "K1", "100000")
    assert held.answer.release_by == ("risk", "manager")
    CreditAccount.objects.update(exposure=450000)

    with pytest.raises(MayNot):
        release_order(held.decision_id, person("risk"), reason="as agreed")


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_let_go_without_a_reason(reason):
    open_accounts(ALDER)
    held = ask("O1", "K1", "90000")

    with pytest.raises(ReasonMissing):
        release_order(held.decision_id, person("risk"), reason=reason)


def test_only_what_waits_is_let_go_and_only_once():
    open_accounts(f"{ALDER}\nK2 CNY 0 0 - prepay")
    approved, prepaid = ask("O1", "K1", "1"), ask("O2", "K2", "5")
    old, new = ask("O3", "K1", "90000"), ask("O3", "K1", "80000")
    release_order(new.decision_id, person("risk"), reason="agreed")

    for decision in (approved, prepaid, old, new):
        with pytest.raises(NotToBeReleased):
            release_order(decision.decision_id, person("risk"), reason="again")
    with pytest.raises(NotToBeReleased, match="no decision"):
        release_order(0, person("risk"), reason="which")


def test_an_order_whose_rate_is_unknown_is_not_let_go_uncounted():
    open_accounts(ALDER)
    held = ask("O1", "K1", "1", currency="USD")

    with pytest.raises(NotToBeReleased, match="rate"):
        release_order(held.decision_id, person("manager"), reason="small")


def test_a_released_order_that_had_grown_replaces_what_it_held():
    open_accounts(ALDER)
    ask("O1", "K1", "30000")
    grown = ask("O1", "K1", "50000")

    release_order(grown.decision_id, person("risk"), reason="agreed")

    assert reserved() == 50000


EXAMPLES = count()
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "invoice", "last", "cancel"]),
        st.sampled_from(["K1", "K2"]),
        st.integers(0, 4),
        st.integers(1, 60),
    ),
    max_size=25,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_no_sequence_passes_a_limit_by_an_approval_or_loses_a_reservation(steps):
    mark = f"{next(EXAMPLES)}/"
    own, other, group = f"{mark}K1", f"{mark}K2", f"{mark}G1"
    open_accounts(
        f"{own} CNY 100 0 {group} active\n{other} EUR 10 0 {group} active",
        groups=f"{group} CNY 150 0",
    )
    for turn, (act, customer, number, size) in enumerate(steps):
        order = f"{mark}{customer}-{number}"
        approved = take(act, mark + customer, order, size=size, turn=f"{mark}{turn}")
        assert reserved(own) + reserved(other) * 8 == group_reserved(group)
        if approved:
            account = CreditAccount.objects.get(customer_id=mark + customer)
            for one in (account, account.group):
                assert one.exposure + one.reserved <= one.limit


def take(act, customer, order, *, size, turn):
    """Take one step; say whether an order was approved by it."""
    currency = "CNY" if customer.endswith("K1") else "EUR"
    amount = Decimal(size) if currency == "CNY" else Decimal(size) / 8
    try:
        if act == "ask":
            told = ask(order, customer, amount, key=f"key {turn}")
            return told.answer.outcome == "approve"
        if act == "cancel":
            release_reservation(order, None)
        else:
            invoice(order, f"I{turn}", amount, currency=currency, last=act == "last")
    except NothingHeld:
        return False
    return False


def test_nothing_more_is_invoiced_of_an_order_that_was_cancelled():
    open_accounts(ALDER)
    ask("O1", "K1", "40000")
    release_reservation("O1", None)

    with pytest.raises(NothingHeld):
        invoice("O1", "I1", "1")


def test_an_order_that_is_in_the_ledger_is_cancelled_there_and_not_released_here():
    open_accounts(ALDER)
    ask("O1", "K1", "40000")
    held = ask("O2", "K1", "1")
    Reservation.objects.update(state="booked")
    imported("O2")

    with pytest.raises(NothingHeld, match="cancelled there"):
        release_reservation("O1", None)
    with pytest.raises(NotToBeReleased, match="in the ledger"):
        release_order(held.decision_id, person("risk"), reason="agreed")


def imported(order):
    """Record an order as an import does."""
    told = {"customer_id": "K1", "ordered_on": "2026-03-01", "currency": "CNY", "amount": 1}
    event = AuditEvent.objects.create(action="import.kept")
    FACTS["orders"](order_id=order, recorded=event, **told).save()


def test_the_database_itself_refuses_a_reservation_beyond_the_limit():
    open_accounts(ALDER)
    first = ask("O1", "K1", "1")
    kept = Kept(first.decision_id, "O2", Money(Decimal(40000), "CNY"), Decimal(40000))

    with transaction.atomic(), connection.cursor() as cursor, pytest.raises(BeyondLimit):
        reserve(cursor, locked(cursor, "K1", None), kept)
