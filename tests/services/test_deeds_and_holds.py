"""What is done about alerts and tasks, holds that people set, write-offs: who may, and how."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from small_company import AS_OF, company, people

from duecourse.decide.signing import BeyondMandate
from duecourse.services.do_deed import DeedTold, NotADeed, do_deed, reopen
from duecourse.services.hold_orders import HoldStands, lift_holds, set_hold, take_back_hold
from duecourse.services.write_off import (
    NotToBeWrittenOff,
    WriteOffAsked,
    approve_write_off,
    propose_write_off,
    refuse_write_off,
    take_back_write_off,
    withdraw_write_off,
)
from duecourse.store.audit import AuditEvent
from duecourse.store.deeds import Deed, last_deeds
from duecourse.store.facts import FACTS
from duecourse.store.limit_advice import advice_kept
from duecourse.store.limit_asking import ReasonMissing
from duecourse.store.order_events import MayNot
from duecourse.store.people import User
from duecourse.store.positions import PositionPart
from duecourse.store.standing_holds import holds_standing
from duecourse.store.triggers import install, remove
from duecourse.store.write_offs import WriteOff
from duecourse.values.money import Money

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def by():
    company()
    found = people()
    found["boss"] = User.objects.create_user("boss", role="manager")
    return found


def told(did, **how):
    known = {"about": "alert", "customer_id": "K1", "name": "slower-payment"}
    return DeedTold(**{**known, "did": did, **how})


@pytest.mark.parametrize(
    ("deed", "until"),
    [
        (told("seen"), None),
        (told("noted", note="called"), None),
        (told("done", note="agreed on instalments"), AS_OF + timedelta(30)),
        (told("snoozed", until_on=AS_OF + timedelta(7)), AS_OF + timedelta(7)),
        (told("done", note="looked", about="task", name="review-due"), AS_OF + timedelta(31)),
    ],
)
def test_what_is_dealt_with_rests_until_its_day(by, deed, until):
    done = do_deed(deed, by["risk"])

    assert (done.until_on, done.by, done.as_of) == (until, by["risk"], AS_OF)
    event = AuditEvent.objects.get(action=f"{deed.about}.{deed.did}")
    assert (event.customer_id, event.reason, event.policy_version.number) == ("K1", deed.note, 1)


def test_a_thing_is_given_to_a_colleague_who_works_on_these(by):
    assert do_deed(told("assigned", assigned_to="boss"), by["risk"]).assigned_to == by["boss"]
    with pytest.raises(NotADeed, match="Nobody named sales"):
        do_deed(told("assigned", assigned_to="sales"), by["risk"])


@pytest.mark.parametrize(
    "deed",
    [
        told("snoozed"),
        told("snoozed", until_on=AS_OF),
        told("snoozed", until_on=AS_OF + timedelta(400)),
        told("danced"),
        told("seen", about="weather"),
        told("seen", name=""),
        told("seen", customer_id="K404"),
    ],
)
def test_what_cannot_be_is_refused(by, deed):
    with pytest.raises(NotADeed):
        do_deed(deed, by["risk"])


@pytest.mark.parametrize("did", ["done", "noted"])
def test_what_was_done_is_said(by, did):
    with pytest.raises(ReasonMissing):
        do_deed(told(did, note=" "), by["risk"])


def test_the_last_deed_holds_and_a_thing_can_be_opened_again_once(by):
    first = do_deed(told("seen"), by["risk"])
    second = do_deed(told("done", note="agreed"), by["manager"])
    with pytest.raises(NotADeed):
        reopen(first.pk, by["risk"])

    reopen(second.pk, by["risk"])

    assert [one.did for one in last_deeds("alert")] == ["reopened"]
    assert Deed.objects.count() == 3


@pytest.mark.parametrize("role", ["sales", "finance", "auditor", "administrator"])
def test_who_does_not_work_on_these_does_nothing_about_them(by, role):
    money = Money(Decimal(1), "CNY")
    for refused in (
        lambda: do_deed(told("seen"), by[role]),
        lambda: reopen(1, by[role]),
        lambda: set_hold(advice_kept("K1"), by[role], reason="x"),
        lambda: lift_holds(advice_kept("K1"), money, by[role], reason="x"),
        lambda: take_back_hold(1, by[role]),
        lambda: approve_write_off(1, by[role]),
        lambda: refuse_write_off(1, by[role], reason="x"),
        lambda: take_back_write_off(1, by[role]),
    ):
        with pytest.raises(MayNot):
            refused()


def test_a_hold_is_lifted_by_who_set_it_or_may_grant_what_is_owed(by):
    advice, owed = advice_kept("K1"), Money(Decimal(3_800_000), "CNY")
    set_hold(advice, by["manager"], reason="moved")
    with pytest.raises(HoldStands):
        set_hold(advice, by["risk"], reason="again")
    with pytest.raises(ReasonMissing):
        lift_holds(advice, owed, by["manager"], reason="")
    with pytest.raises(BeyondMandate):
        lift_holds(advice, owed, by["risk"], reason="found them")

    lift_holds(advice, owed, by["boss"], reason="found them")

    assert holds_standing("K1", AS_OF) == []
    with pytest.raises(HoldStands):
        lift_holds(advice, owed, by["boss"], reason="again")
    set_hold(advice, by["risk"], reason="moved again")
    lift_holds(advice, owed, by["risk"], reason="my own")


def test_a_hold_ends_on_its_day_and_not_before_it_began(by):
    with pytest.raises(HoldStands, match="is past"):
        set_hold(advice_kept("K1"), by["risk"], reason="x", until_on=AS_OF - timedelta(1))
    until = AS_OF + timedelta(3)
    set_hold(advice_kept("K1"), by["risk"], reason="x", until_on=until)

    assert len(holds_standing("K1", until)) == 1
    assert holds_standing("K1", until + timedelta(1)) == []


def test_a_hold_set_or_lifted_is_taken_back_while_no_order_followed(by):
    advice = advice_kept("K1")
    event = set_hold(advice, by["risk"], reason="moved")
    with pytest.raises(HoldStands):
        take_back_hold(event.pk, by["manager"])
    take_back_hold(event.pk, by["risk"])
    assert holds_standing("K1", AS_OF) == []

    again = set_hold(advice, by["risk"], reason="moved")
    AuditEvent.objects.create(action="order.checked", customer_id="K1")
    with pytest.raises(HoldStands):
        take_back_hold(again.pk, by["risk"])


def proposed(by, amount="2370000", **how):
    asked = WriteOffAsked(
        how.pop("invoice", "F-K1"), Decimal(amount), how.pop("reason", "wound up")
    )
    return propose_write_off(asked, by[how.pop("role", "finance")])


def settled():
    rows = FACTS["settlements"].objects.filter(superseded=None, kind="write_off")
    return [(one.invoice_id, one.amount, one.posted_on) for one in rows]


def test_finance_proposes_and_another_person_with_a_mandate_approves(by):
    large = proposed(by)
    with pytest.raises(BeyondMandate, match="is for: manager"):
        approve_write_off(large.pk, by["risk"])

    approve_write_off(large.pk, by["manager"], reason="the court says so")

    assert settled() == [("F-K1", 2370000, AS_OF)]
    with pytest.raises(NotToBeWrittenOff):
        approve_write_off(large.pk, by["boss"])
    with pytest.raises(NotToBeWrittenOff):
        take_back_write_off(large.pk, by["boss"])
    take_back_write_off(large.pk, by["manager"])
    assert settled() == []


def test_nobody_approves_or_refuses_their_own_write_off(by):
    own = proposed(by, "1000", role="manager")

    with pytest.raises(BeyondMandate):
        approve_write_off(own.pk, by["manager"])
    with pytest.raises(BeyondMandate):
        refuse_write_off(own.pk, by["manager"], reason="x")
    with pytest.raises(BeyondMandate):
        withdraw_write_off(own.pk, by["finance"])
    assert withdraw_write_off(own.pk, by["manager"]).state == "withdrawn"


def test_a_refused_write_off_says_why(by):
    asked = proposed(by, "1000")
    with pytest.raises(ReasonMissing):
        refuse_write_off(asked.pk, by["risk"], reason="")

    assert refuse_write_off(asked.pk, by["risk"], reason="they will pay").state == "refused"


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"amount": "0"}, "write-off-amount"),
        ({"amount": "2370000.01"}, "write-off-amount"),
        ({"amount": "NaN"}, "write-off-amount"),
        ({"invoice": "F-404"}, "write-off-nothing-open"),
    ],
)
def test_only_what_is_open_is_written_off(by, how, code):
    with pytest.raises(NotToBeWrittenOff) as refused:
        proposed(by, **how)

    assert refused.value.code == code


def test_one_write_off_of_an_invoice_waits_and_what_was_paid_meanwhile_is_not_written_off(by):
    asked = proposed(by)
    with pytest.raises(NotToBeWrittenOff, match="waits already"):
        proposed(by, "1")
    PositionPart.objects.filter(invoice_id="F-K1").update(open_amount=5)

    with pytest.raises(NotToBeWrittenOff, match="only 5"):
        approve_write_off(asked.pk, by["manager"])


def test_what_was_written_off_since_the_position_is_not_written_off_again(by):
    approve_write_off(proposed(by, "2000000").pk, by["manager"])

    with pytest.raises(NotToBeWrittenOff, match="370000"):
        proposed(by, "370001")

    rest = proposed(by, "370000")
    assert approve_write_off(rest.pk, by["manager"]).state == "approved"


@pytest.mark.parametrize("role", ["sales", "risk", "auditor", "administrator"])
def test_who_does_not_keep_the_books_proposes_no_write_off(by, role):
    with pytest.raises(MayNot):
        proposed(by, role=role)


def test_the_database_itself_wants_another_person_for_a_write_off(by):
    asked = proposed(by, "1000")
    event = AuditEvent.objects.last()
    rows = WriteOff.objects.filter(pk=asked.pk)
    own = {"decided_by": by["finance"], "decided_at": event.at, "event": event}

    for change in ({"state": "approved", **own}, {"state": "refused", **own}, {"amount": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


@pytest.mark.django_db(transaction=True)
def test_what_was_done_is_never_rewritten(by):
    do_deed(told("seen"), by["risk"])
    proposed(by, "1000")
    with connection.schema_editor() as editor:
        install(editor)
    try:
        for change in (
            lambda: Deed.objects.update(did="done", note="x"),
            lambda: Deed.objects.all()._raw_delete("default"),
            lambda: WriteOff.objects.update(amount=5),
            lambda: WriteOff.objects.all()._raw_delete("default"),
        ):
            with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
                change()
    finally:
        with connection.schema_editor() as editor:
            remove(editor)
