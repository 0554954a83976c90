"""What people record while they chase: who may, what it changes, and how it is taken back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from owing import AS_OF, in_days, owing, people

from duecourse.services.change_address import change_address
from duecourse.services.close_dispute import close_dispute
from duecourse.services.close_promise import close_promise
from duecourse.services.customer_position import customer_position
from duecourse.services.open_dispute import DisputeTold, open_dispute
from duecourse.services.pause_chasing import pause_chasing
from duecourse.services.record_promise import PromiseTold, record_promise
from duecourse.services.resume_chasing import resume_chasing
from duecourse.services.undo_chasing import undo_chasing
from duecourse.services.write_call_note import NoteTold, write_call_note
from duecourse.store.audit import AuditEvent
from duecourse.store.call_notes import CallNote, notes_of
from duecourse.store.chasing_facts import AlreadySo, NotSensible, NotToBeChased
from duecourse.store.chasing_pauses import is_paused
from duecourse.store.facts import FACTS
from duecourse.store.order_events import MayNot

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people_of():
    owing()
    return people()


def promise(user, *invoices, until=7, customer="K1", amount=None, said=""):
    told = PromiseTold(customer, invoices or ("R1",), in_days(until), amount, said)
    return record_promise(told, user, on=AS_OF)


def standing(table, **key):
    return FACTS[table].objects.filter(superseded=None, **key)


def left_out(customer="K1", on=AS_OF):
    return {one.invoice_id: one.reason for one in customer_position(customer, on).left_out}


def planned(customer="K1", on=AS_OF):
    return {one.invoice_id: one.level for one in customer_position(customer, on).dunning}


def test_a_promise_holds_back_the_letter_until_its_day_and_not_beyond(people_of):
    assert planned()["R1"] == "friendly"

    promise(people_of["sales"], "R1", "R2", until=7, said="cash comes on Friday")

    assert left_out() == {"R1": "promised", "R2": "promised"}
    assert "R1" not in planned(on=in_days(7))
    assert planned(on=in_days(8))["R1"] == "friendly"
    event = AuditEvent.objects.get(action="promise.recorded")
    assert (event.user.role, event.reason) == ("sales", "cash comes on Friday")
    assert (event.customer_id, event.policy_version.number) == ("K1", 1)


def test_a_promise_that_was_broken_is_a_task_and_closed_it_is_none(people_of):
    promise(people_of["risk"], "R1", until=2)
    kinds = [one.kind for one in customer_position("K1", in_days(3)).tasks]
    assert "promise-broken" in kinds

    [held] = standing("promises")
    close_promise(held.promise_id, "broken", people_of["risk"], on=in_days(3), reason="no cash")

    kinds = [one.kind for one in customer_position("K1", in_days(3)).tasks]
    assert "promise-broken" not in kinds
    [held] = standing("promises")
    assert held.closed_on == in_days(3)
    assert held.recorded.details["outcome"] == "broken"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"until": -1}, "promise-past"),
        ({"until": 93}, "promise-too-far"),
        ({"amount": Decimal(0)}, "amount-not-positive"),
    ],
)
def test_a_promise_that_cannot_be_meant_is_refused(people_of, change, code):
    with pytest.raises(NotSensible) as refused:
        promise(people_of["risk"], **change)

    assert refused.value.code == code
    assert not standing("promises").exists()


def test_a_promise_names_invoices_of_the_customer_and_one_amount_for_one_alone(people_of):
    with pytest.raises(NotToBeChased, match="no invoice R4"):
        promise(people_of["risk"], "R4")
    with pytest.raises(NotSensible, match="one invoice"):
        promise(people_of["risk"], "R1", "R3", amount=Decimal(100))
    with pytest.raises(NotSensible, match="at least one"):
        record_promise(PromiseTold("K1", (), AS_OF), people_of["risk"], on=AS_OF)


def test_told_twice_it_is_one_promise(people_of):
    promise(people_of["risk"], "R1")
    with pytest.raises(AlreadySo, match="recorded already"):
        promise(people_of["sales"], "R1")

    assert standing("promises").count() == 1


def test_sales_records_for_its_own_customers_alone_and_opens_no_dispute(people_of):
    sales = people_of["sales"]
    with pytest.raises(NotToBeChased):
        promise(sales, "R4", customer="K2")
    with pytest.raises(NotToBeChased):
        write_call_note(NoteTold("K2", AS_OF, "called"), sales, on=AS_OF)
    with pytest.raises(MayNot):
        open_dispute(DisputeTold("R1", "short"), sales, on=AS_OF)
    with pytest.raises(MayNot):
        pause_chasing("K1", in_days(7), "they asked", sales, on=AS_OF)


def test_whose_promise_it_is_stays_untold_to_another_salesperson(people_of):
    promise(people_of["risk"], "R4", customer="K2")
    [held] = standing("promises")

    with pytest.raises(NotToBeChased) as refused:
        close_promise(held.promise_id, "kept", people_of["sales"], on=AS_OF)

    assert refused.value.code == "no-such-promise"
    assert "K2" not in str(refused.value)


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_looks_on_records_nothing(people_of, role):
    user = people_of[role]
    for attempt in (
        lambda: promise(user),
        lambda: open_dispute(DisputeTold("R1", "short"), user, on=AS_OF),
        lambda: write_call_note(NoteTold("K1", AS_OF, "called"), user, on=AS_OF),
        lambda: pause_chasing("K1", in_days(7), "why", user, on=AS_OF),
        lambda: change_address("K1", "a@b.test", user),
        lambda: undo_chasing(1, user),
        lambda: close_promise("P1", "kept", user, on=AS_OF),
        lambda: close_dispute("D1", "partly", user, on=AS_OF),
        lambda: resume_chasing(1, user),
    ):
        with pytest.raises(MayNot):
            attempt()


def test_what_is_disputed_is_not_chased_and_the_rest_is(people_of):
    open_dispute(DisputeTold("R1", "short delivery", Decimal(2000)), people_of["risk"], on=AS_OF)

    [step] = [one for one in customer_position("K1", AS_OF).dunning if one.invoice_id == "R1"]
    assert step.chase_amount == Decimal(10000)

    open_dispute(DisputeTold("R2", "wrong goods"), people_of["risk"], on=AS_OF)

    assert left_out()["R2"] == "disputed"


def test_a_dispute_closes_with_its_outcome_and_the_letter_is_due_again(people_of):
    risk = people_of["risk"]
    open_dispute(DisputeTold("R1", "short delivery"), risk, on=AS_OF)
    [held] = standing("disputes")

    close_dispute(held.dispute_id, "unjustified", risk, on=in_days(1), reason="signed for")

    [held] = standing("disputes")
    assert (held.closed_on, held.outcome) == (in_days(1), "unjustified")
    assert "R1" in planned(on=in_days(2))
    with pytest.raises(AlreadySo):
        close_dispute(held.dispute_id, "partly", risk, on=in_days(1))


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (DisputeTold("R1", " "), "dispute-without-reason"),
        (DisputeTold("R1", "short", Decimal("12000.01")), "disputed-amount"),
        (DisputeTold("R1", "short", Decimal(0)), "disputed-amount"),
    ],
)
def test_a_dispute_has_a_reason_and_no_more_than_the_invoice(people_of, told, code):
    with pytest.raises(NotSensible) as refused:
        open_dispute(told, people_of["risk"], on=AS_OF)

    assert refused.value.code == code


def test_a_second_dispute_waits_for_the_first(people_of):
    open_dispute(DisputeTold("R1", "short"), people_of["risk"], on=AS_OF)
    with pytest.raises(AlreadySo):
        open_dispute(DisputeTold("R1", "late"), people_of["risk"], on=AS_OF)


def test_a_note_tells_who_spoke_with_whom_and_when_again(people_of):
    told = NoteTold("K1", AS_OF, "Cash is late from their own customer.", "Mr Ou", in_days(3))
    write_call_note(told, people_of["sales"], on=AS_OF)

    [note] = notes_of("K1")
    assert (note.spoken_by.role, note.contact, note.next_contact_on) == (
        "sales",
        "Mr Ou",
        in_days(3),
    )


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (NoteTold("K1", AS_OF, " "), "note-empty"),
        (NoteTold("K1", in_days(1), "called"), "note-in-future"),
        (NoteTold("K1", AS_OF, "called", "", in_days(-1)), "next-before-call"),
    ],
)
def test_a_note_that_says_nothing_or_knows_the_future_is_refused(people_of, told, code):
    with pytest.raises(NotSensible) as refused:
        write_call_note(told, people_of["risk"], on=AS_OF)

    assert refused.value.code == code


def test_a_pause_has_a_reason_and_an_end_and_can_end_early(people_of):
    risk = people_of["risk"]
    for until, reason in ((-1, "why"), (185, "why"), (7, " ")):
        with pytest.raises(NotSensible):
            pause_chasing("K1", in_days(until), reason, risk, on=AS_OF)
    pause = pause_chasing("K1", in_days(7), "the fair", risk, on=AS_OF)

    assert [is_paused("K1", in_days(days)) for days in (0, 7, 8)] == [True, True, False]
    with pytest.raises(AlreadySo):
        pause_chasing("K1", in_days(9), "the fair", risk, on=AS_OF)

    resume_chasing(pause.pk, people_of["manager"], reason="fair is over")

    assert not is_paused("K1", AS_OF)
    with pytest.raises(AlreadySo):
        resume_chasing(pause.pk, risk)


def test_an_address_is_corrected_and_nothing_else_of_the_customer_is_lost(people_of):
    change_address("K1", " pay@nordwind.test ", people_of["finance"], reason="new clerk")

    [held] = standing("customers", customer_id="K1")
    assert (held.email, held.name, held.salesperson) == ("pay@nordwind.test", "Nordwind", "Li")
    with pytest.raises(NotSensible):
        change_address("K1", "pay at nordwind", people_of["finance"])
    with pytest.raises(AlreadySo):
        change_address("K1", "pay@nordwind.test", people_of["finance"])


def test_what_was_just_recorded_can_be_taken_back_and_what_it_replaced_holds_again(people_of):
    finance = people_of["finance"]
    promised = promise(finance)
    changed = change_address("K1", "pay@nordwind.test", finance)
    noted = write_call_note(NoteTold("K1", AS_OF, "called"), finance, on=AS_OF)

    for event in (promised, changed, noted.recorded):
        undo_chasing(event.pk, finance)

    assert not standing("promises").exists()
    assert standing("customers", customer_id="K1").get().email == "owner@nordwind.test"
    assert not notes_of("K1").exists()
    assert CallNote.objects.count() == 1
    assert "R1" in planned()
    for event in (promised, noted.recorded):
        with pytest.raises(AlreadySo):
            undo_chasing(event.pk, finance)


def test_only_who_did_it_and_the_manager_undo_and_only_for_a_day(people_of, monkeypatch):
    event = promise(people_of["finance"])
    with pytest.raises(NotToBeChased):
        undo_chasing(event.pk, people_of["risk"])
    monkeypatch.setattr("duecourse.services.undo_chasing.WITHIN", timedelta(seconds=-1))
    with pytest.raises(AlreadySo, match="more than a day"):
        undo_chasing(event.pk, people_of["finance"])
    monkeypatch.undo()

    undo_chasing(event.pk, people_of["manager"])

    assert not standing("promises").exists()


def test_what_others_rest_on_is_undone_after_them(people_of):
    risk = people_of["risk"]
    event = promise(risk)
    [held] = standing("promises")
    closed = close_promise(held.promise_id, "kept", risk, on=AS_OF)
    with pytest.raises(AlreadySo, match="later change"):
        undo_chasing(event.pk, risk)

    undo_chasing(closed.pk, risk)
    undo_chasing(event.pk, risk)

    assert not standing("promises").exists()


def test_a_promise_or_dispute_that_nobody_knows_is_not_closed(people_of):
    risk = people_of["risk"]
    with pytest.raises(NotToBeChased):
        close_promise("P9", "kept", risk, on=AS_OF)
    with pytest.raises(NotToBeChased):
        close_dispute("D9", "partly", risk, on=AS_OF)
    with pytest.raises(NotSensible):
        close_promise("P9", "kept?", risk, on=AS_OF)
    with pytest.raises(NotSensible):
        close_dispute("D9", "?", risk, on=AS_OF)
