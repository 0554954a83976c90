"""Letters of a day: one to each customer, at its highest level, once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from late_company import AS_OF, late_company, manager, paid, person, told

from duecourse.outside.webhooks import WebhookNotSet
from duecourse.services.approve_letter import NoAddress, approve_letter
from duecourse.services.draft_letters import draft_letters
from duecourse.services.edit_letter import Change, NotALetter, edit_letter
from duecourse.services.recall_letter import recall_letter
from duecourse.services.retry_letter import NotAgain, retry_letter
from duecourse.services.take_position import take_position
from duecourse.services.withdraw_letter import ReasonMissing, withdraw_letter
from duecourse.store.audit import AuditEvent
from duecourse.store.chasing_pauses import ChasingPause
from duecourse.store.letters import LetterGone, NoSuchLetter
from duecourse.store.order_events import MayNot
from duecourse.store.outbox import Letter, LetterLine
from duecourse.store.people import Role

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def letters():
    return {letter.customer_id: letter for letter in Letter.objects.prefetch_related("lines")}


def test_each_customer_gets_one_draft_at_its_highest_level_in_its_language():
    late_company()

    drafted = draft_letters(AS_OF)

    found = letters()
    assert drafted.drafts == 3
    assert {
        one: (letter.level, letter.language, letter.channel) for one, letter in found.items()
    } == {
        "K1": ("friendly", "en", "email"),
        "K2": ("formal", "zh", "email"),
        "K3": ("friendly", "en", "print"),
    }
    assert [(line.invoice_id, line.amount) for line in found["K1"].lines.all()] == [
        ("I2", Decimal(6000)),
        ("I1", Decimal(9000)),
    ]
    assert [item["invoice_id"] for item in found["K1"].account] == ["I2", "I1", "I3"]
    assert "CNY 15,000.00" in found["K1"].subject
    assert "催款函" in found["K2"].subject
    assert {letter.state for letter in found.values()} == {"draft"}


def test_the_same_day_again_changes_nothing():
    late_company()
    draft_letters(AS_OF)
    before = list(Letter.objects.order_by("pk").values()), AuditEvent.objects.count()

    assert draft_letters(AS_OF).drafts == 0
    assert (list(Letter.objects.order_by("pk").values()), AuditEvent.objects.count()) == before


def test_on_the_next_day_drafts_are_made_anew_and_a_persons_text_stays():
    late_company()
    draft_letters(AS_OF)
    mine = letters()["K2"]
    edit_letter(mine.pk, manager(), Change(body="由我来写。"))
    paid("I1", 9000)
    take_position(AS_OF + timedelta(1))

    draft_letters(AS_OF + timedelta(1))

    found = letters()
    assert [line.invoice_id for line in found["K1"].lines.all()] == ["I2"]
    assert found["K1"].as_of == AS_OF + timedelta(1)
    assert (found["K2"].body, found["K2"].as_of) == ("由我来写。", AS_OF)


def test_a_draft_of_which_nothing_is_left_is_withheld_and_says_why():
    late_company()
    draft_letters(AS_OF)
    paid("I5", 800, "K3", "EUR")
    told(disputes="dispute_id invoice_id opened_on\nD1 I4 2026-03-30")
    take_position(AS_OF)

    draft_letters(AS_OF)

    assert {one: (letter.state, letter.why) for one, letter in letters().items()} == {
        "K1": ("draft", "taken-over"),
        "K2": ("withheld", "disputed"),
        "K3": ("withheld", "paid"),
    }


def test_nobody_is_written_to_about_history_or_while_chasing_is_paused():
    late_company()
    take_position(AS_OF + timedelta(1))
    assert draft_letters(AS_OF).history
    assert not Letter.objects.exists()
    event = AuditEvent.objects.create(action="chasing.paused", customer_id="K1")
    ChasingPause.objects.create(
        customer_id="K1",
        from_on=AS_OF,
        until_on=AS_OF + timedelta(1),
        reason="A new contact",
        made_by=manager(),
        event=event,
    )

    draft_letters(AS_OF + timedelta(1))

    assert set(letters()) == {"K2", "K3"}


def test_what_was_overdue_before_the_books_were_taken_over_is_a_list_and_never_goes_by_itself(
    settings,
):
    settings.LETTERS_WAIT = False
    late_company(date(2026, 3, 15))
    told(
        invoices="invoice_id customer_id issued_on due_on currency amount\n"
        "I6 K2 2026-02-01 2026-03-24 CNY 400"
    )
    told(promises="promise_id invoice_id promised_on until_on\nP1 I4 2026-03-01 2026-05-01")
    take_position(AS_OF)

    drafted = draft_letters(AS_OF)

    assert {one: (letter.state, letter.why) for one, letter in letters().items()} == {
        "K1": ("draft", "taken-over"),
        "K2": ("queued", ""),
        "K3": ("draft", "taken-over"),
    }
    assert (drafted.queued, drafted.taken_over) == (1, 2)


def test_a_letter_is_let_go_called_back_and_withdrawn_with_a_reason():
    late_company()
    draft_letters(AS_OF)
    letter, boss = letters()["K1"], manager()

    approve_letter(letter.pk, boss)
    queued = letters()["K1"]
    assert (queued.state, queued.approved_by) == ("queued", boss)
    assert queued.message_id.startswith(f"<letter-{letter.pk}.")
    recall_letter(letter.pk, boss)
    assert letters()["K1"].state == "draft"
    with pytest.raises(ReasonMissing):
        withdraw_letter(letter.pk, boss, reason=" ")
    withdraw_letter(letter.pk, boss, reason="We talk to them on Friday")
    with pytest.raises(LetterGone):
        approve_letter(letter.pk, boss)
    assert list(
        AuditEvent.objects.filter(customer_id="K1").order_by("pk").values_list("action", flat=True)
    ) == ["letter.approved", "letter.recalled", "letter.withdrawn"]


def test_what_a_person_withdrew_is_not_drafted_again_within_the_gap():
    late_company()
    draft_letters(AS_OF)
    withdraw_letter(letters()["K1"].pk, manager(), reason="Not now")

    assert draft_letters(AS_OF).drafts == 0
    take_position(AS_OF + timedelta(7))
    draft_letters(AS_OF + timedelta(7))

    assert Letter.objects.filter(customer_id="K1", state="draft").count() == 1


def test_what_a_persons_own_draft_asks_for_is_not_asked_again_of_another_customer():
    late_company()
    draft_letters(AS_OF)
    mine = letters()["K1"]
    edit_letter(mine.pk, manager(), Change(body="As we agreed."))
    Letter.objects.filter(pk=mine.pk).update(customer_id="K9")

    assert draft_letters(AS_OF).drafts == 0


def test_a_letter_is_not_written_again_while_one_with_an_unknown_outcome_asks_for_the_same():
    late_company()
    draft_letters(AS_OF)
    boss, first = manager(), letters()["K1"]
    withdraw_letter(first.pk, boss, reason="they called")
    second = retry_letter(first.pk, boss, on=AS_OF)
    uncertain = {"state": "uncertain", "why": "claim-left", "message_id": "<2@example>"}
    Letter.objects.filter(pk=second.pk).update(**uncertain)

    with pytest.raises(NotAgain):
        retry_letter(first.pk, boss, on=AS_OF)


def test_roles_do_what_is_theirs():
    late_company()
    draft_letters(AS_OF)
    li, auditor = person(Role.SALES, salesperson="Li"), person(Role.AUDITOR)
    found = letters()

    edit_letter(found["K1"].pk, li, Change(subject="About our invoices"))
    with pytest.raises(NoSuchLetter):
        edit_letter(found["K2"].pk, li, Change(subject="x"))
    with pytest.raises(MayNot):
        approve_letter(found["K1"].pk, li)
    with pytest.raises(MayNot):
        edit_letter(found["K1"].pk, auditor, Change(subject="x"))


def test_a_level_that_asks_for_a_role_is_let_go_by_that_role_or_a_manager():
    late_company()
    draft_letters(AS_OF)
    Letter.objects.filter(customer_id="K1").update(approval="risk")
    number = letters()["K1"].pk

    with pytest.raises(MayNot, match="risk, manager"):
        approve_letter(number, person(Role.FINANCE))
    assert approve_letter(number, person(Role.RISK)).state == "queued"


def test_a_letter_to_a_robot_goes_to_one_that_is_known(monkeypatch):
    late_company()
    draft_letters(AS_OF)
    number, boss = letters()["K1"].pk, manager()
    edit_letter(number, boss, Change(channel="webhook"))

    with pytest.raises(WebhookNotSet):
        approve_letter(number, boss)

    url = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=example"
    monkeypatch.setenv("DUECOURSE_WEBHOOK_SALES", url)
    edit_letter(number, boss, Change(address="sales"))
    assert approve_letter(number, boss).state == "queued"


def test_a_text_that_is_none_and_an_address_that_is_none_are_refused():
    late_company()
    draft_letters(AS_OF)
    number, boss = letters()["K1"].pk, manager()

    for change in (
        Change(body=" "),
        Change(subject="x" * 201),
        Change(language="fr"),
        Change(channel="fax"),
        Change(address="ana at beech"),
    ):
        with pytest.raises(NotALetter):
            edit_letter(number, boss, change)
    edit_letter(number, boss, Change(address=""))
    with pytest.raises(NoAddress):
        approve_letter(number, boss)
    assert "尊敬" not in edit_letter(number, boss, Change(language="zh")).body
    assert "付款提醒" in letters()["K1"].subject


def test_the_database_refuses_a_second_live_letter_for_a_part_at_a_level():
    late_company()
    draft_letters(AS_OF)
    first = letters()["K1"]
    line = first.lines.first()
    others = {
        field.attname: getattr(first, field.attname)
        for field in Letter._meta.concrete_fields
        if field.name != "id"
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(**others)
    other = Letter.objects.create(**{**others, "customer_id": "K9"})
    row = {"letter": other, "invoice_id": line.invoice_id, "part": line.part, "level": line.level}
    with pytest.raises(IntegrityError), transaction.atomic():
        LetterLine.objects.create(**row, days_past_due=1, amount=1, currency="CNY")
    LetterLine.objects.create(**row, days_past_due=1, amount=1, currency="CNY", live=False)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "sent"},
        {"state": "sending"},
        {"state": "queued"},
        {"state": "failed"},
        {"state": "lost"},
        {"channel": "fax"},
        {"kind": "song"},
        {"level": ""},
        {"digest": "short"},
    ],
)
def test_the_database_refuses_states_that_cannot_be(change):
    late_company()
    draft_letters(AS_OF)

    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(customer_id="K1").update(**change)
