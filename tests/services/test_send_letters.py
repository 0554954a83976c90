"""Letters go once or not at all: a real mail server, and facts that change while they wait."""

import email
from datetime import timedelta
from decimal import Decimal
from email import policy as mail_policy

import pytest
from django.db import connection
from django.utils import timezone
from late_company import (
    AS_OF,
    FRIENDLY_SENT,
    Kept,
    late_company,
    letter_of,
    manager,
    notices,
    paid,
    smtp_server,
    told,
)

from duecourse.outside.delivery import Delivery
from duecourse.outside.letter_pdf import digest_of
from duecourse.outside.mail import MailNotSet
from duecourse.services import send_letters as module
from duecourse.services.approve_letter import approve_letter
from duecourse.services.draft_letters import draft_letters
from duecourse.services.edit_letter import Change, edit_letter
from duecourse.services.hand_out_letter import NotByHand, hand_out_letter
from duecourse.services.recall_letter import recall_letter
from duecourse.services.send_letters import MINUTES, send_letters
from duecourse.services.settle_letter import settle_letter
from duecourse.services.take_position import take_position
from duecourse.store.audit import AuditEvent
from duecourse.store.chasing_pauses import ChasingPause
from duecourse.store.letters import LetterGone
from duecourse.store.outbox import Letter

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def queued():
    """Let the company's letter to Beech go, its time to be called back over."""
    late_company()
    draft_letters(AS_OF)
    boss = manager()
    approve_letter(letter_of("K1").pk, boss)
    now()
    return boss


def now():
    """Let every letter's time have come."""
    Letter.objects.filter(state="queued").update(next_attempt_at=timezone.now())


@pytest.mark.usefixtures("queued")
def test_a_letter_goes_by_mail_with_its_paper_and_the_ledger_learns_of_it(monkeypatch):
    with smtp_server(monkeypatch) as hand:
        assert send_letters(AS_OF).sent == 1
        assert send_letters(AS_OF).sent == 0

    letter, [envelope] = letter_of("K1"), hand.mails
    message = email.message_from_bytes(envelope.content, policy=mail_policy.default)
    [paper] = list(message.iter_attachments())
    assert envelope.rcpt_tos == ["ana@beech.example"]
    assert message["Message-ID"] == letter.message_id
    assert message["Subject"] == letter.subject
    assert "I1: CNY 9,000.00, 11 days late" in message.get_body().get_content()
    assert paper.get_content() == bytes(letter.pdf)
    assert letter.digest == digest_of(bytes(letter.pdf))
    assert notices() == [
        ("I1", "friendly", AS_OF, "sent"),
        ("I2", "friendly", AS_OF, "sent"),
        FRIENDLY_SENT,
    ]
    assert (letter.state, letter.attempts) == ("sent", 1)
    take_position(AS_OF)
    assert draft_letters(AS_OF).drafts == 0


def test_a_letter_waits_until_it_can_no_longer_be_called_back():
    late_company()
    draft_letters(AS_OF)
    approve_letter(letter_of("K1").pk, manager())

    assert send_letters(AS_OF).sent == 0
    assert letter_of("K1").state == "queued"


WHOLE = {
    "paid": lambda: (paid("I1", 9000), paid("I2", 6000)),
    "disputed": lambda: told(
        disputes="dispute_id invoice_id opened_on\nD1 I1 2026-03-30\nD2 I2 2026-03-30"
    ),
    "promised": lambda: told(
        promises="promise_id invoice_id promised_on until_on\n"
        "P1 I1 2026-03-30 2026-04-05\nP2 I2 2026-03-30 2026-03-31"
    ),
    "pending": lambda: (
        paid("I1", 9000, status="pending"),
        paid("I2", 6000, status="pending"),
    ),
    "covered": lambda: paid("-", 15000),
    "paused": lambda: ChasingPause.objects.create(
        customer_id="K1",
        from_on=AS_OF,
        until_on=AS_OF,
        reason="A new contact",
        made_by=manager(),
        event=AuditEvent.objects.create(action="chasing.paused"),
    ),
}


@pytest.mark.parametrize("why", WHOLE)
@pytest.mark.usefixtures("queued")
def test_what_changed_since_withholds_the_letter_and_says_why(why, monkeypatch):
    WHOLE[why]()

    with smtp_server(monkeypatch) as hand:
        assert send_letters(AS_OF).withheld == 1

    letter = letter_of("K1")
    assert (letter.state, letter.why) == ("withheld", why)
    assert hand.mails == []
    assert notices() == [FRIENDLY_SENT]
    event = AuditEvent.objects.get(action="letter.withheld")
    assert event.details["gone"] == {"I1/1": why, "I2/1": why}


@pytest.mark.usefixtures("queued")
def test_what_is_left_is_asked_for_and_nothing_else(monkeypatch):
    paid("I1", 9000)
    paid("I2", 1000)

    with smtp_server(monkeypatch) as hand:
        assert send_letters(AS_OF).sent == 1

    letter, [envelope] = letter_of("K1"), hand.mails
    text = email.message_from_bytes(envelope.content, policy=mail_policy.default)
    assert [(line.invoice_id, line.amount) for line in letter.lines.all()] == [
        ("I2", Decimal(5000))
    ]
    assert letter.subject == text["Subject"] == "Payment reminder: CNY 5,000.00 is overdue"
    assert "I1" not in text.get_body().get_content()
    assert notices() == [("I2", "friendly", AS_OF, "sent"), FRIENDLY_SENT]


def test_a_persons_own_text_is_looked_at_again_rather_than_changed(queued, monkeypatch):
    recall_letter(letter_of("K1").pk, queued)
    edit_letter(letter_of("K1").pk, queued, Change(body="You owe us 15,000."))
    approve_letter(letter_of("K1").pk, queued)
    now()
    paid("I1", 9000)

    with smtp_server(monkeypatch) as hand:
        assert send_letters(AS_OF).looked == 1

    assert hand.mails == []
    assert (letter_of("K1").state, letter_of("K1").why) == ("draft", "account-changed")
    assert [line.invoice_id for line in letter_of("K1").lines.all()] == ["I2"]
    assert [item["invoice_id"] for item in letter_of("K1").account] == ["I2", "I3"]


def test_a_persons_own_text_goes_once_it_was_looked_at_again(queued, monkeypatch):
    recall_letter(letter_of("K1").pk, queued)
    edit_letter(letter_of("K1").pk, queued, Change(body="You owe us money."))
    approve_letter(letter_of("K1").pk, queued)
    now()
    paid("I1", 9000)

    with smtp_server(monkeypatch) as hand:
        send_letters(AS_OF)
        approve_letter(letter_of("K1").pk, queued)
        now()
        assert send_letters(AS_OF).sent == 1

    assert len(hand.mails) == 1
    assert notices() == [("I2", "friendly", AS_OF, "sent"), FRIENDLY_SENT]


@pytest.mark.usefixtures("queued")
def test_a_server_that_is_busy_or_away_is_tried_again_later_and_later(monkeypatch):
    with smtp_server(monkeypatch, Kept(rcpt="451 come again")):
        assert send_letters(AS_OF).later == 1
    letter = letter_of("K1")
    assert (letter.state, letter.why, letter.attempts) == ("queued", "try-later", 1)
    assert "451 come again" in letter.detail
    wait = letter.next_attempt_at - timezone.now()
    assert timedelta(minutes=4) < wait <= timedelta(minutes=5)
    assert send_letters(AS_OF).later == 0, "its time has not come"

    for _ in range(len(MINUTES) - 1):
        now()
        assert send_letters(AS_OF).later == 1, "nobody listens there any more"
    now()
    assert send_letters(AS_OF).failed == 1
    assert (letter_of("K1").state, letter_of("K1").why) == ("failed", "gave-up")
    assert notices() == [
        ("I1", "friendly", AS_OF, "failed"),
        ("I2", "friendly", AS_OF, "failed"),
        FRIENDLY_SENT,
    ]


@pytest.mark.parametrize("hand", [Kept(rcpt="550 no such user"), Kept(data="554 no")])
@pytest.mark.usefixtures("queued")
def test_a_refusal_for_good_is_a_failure_and_makes_room_for_another_letter(hand, monkeypatch):
    with smtp_server(monkeypatch, hand):
        assert send_letters(AS_OF).failed == 1
        now()
        assert send_letters(AS_OF).failed == 0

    assert (letter_of("K1").state, letter_of("K1").why) == ("failed", "refused")
    take_position(AS_OF)
    assert draft_letters(AS_OF).drafts == 0, "the address is the same"
    told(
        customers="customer_id name country currency language email\nK1 Beech GB CNY en b@b.example"
    )
    assert draft_letters(AS_OF).drafts == 1


def test_a_connection_that_breaks_after_the_text_went_is_for_a_person(queued, monkeypatch):
    def cut(server):
        server.transport.close()

    with smtp_server(monkeypatch, Kept(on_data=cut)) as hand:
        assert send_letters(AS_OF).uncertain == 1
        now()
        assert send_letters(AS_OF).sent == 0

    letter = letter_of("K1")
    assert len(hand.mails) == 1, "it may have arrived, and is never sent again"
    assert (letter.state, letter.why) == ("uncertain", "outcome-unknown")
    assert notices() == [FRIENDLY_SENT]
    assert draft_letters(AS_OF).drafts == 0
    settle_letter(letter.pk, queued, arrived=True, reason="They called about it", on=AS_OF)
    assert letter_of("K1").state == "sent"
    assert len(notices()) == 3
    with pytest.raises(LetterGone):
        settle_letter(letter.pk, queued, arrived=False, reason="No")


def test_a_claim_that_was_left_is_uncertain_and_not_sent_again(queued, monkeypatch):
    monkeypatch.setattr(module, "CLAIM_LASTS", timedelta(0))

    def die(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send_letters(AS_OF, deliver=die)
    assert letter_of("K1").state == "sending"
    with smtp_server(monkeypatch) as hand:
        assert send_letters(AS_OF).uncertain == 1
        assert send_letters(AS_OF).sent == 0
    assert hand.mails == []
    settle_letter(letter_of("K1").pk, queued, arrived=False, reason="Their server has no trace")
    assert (letter_of("K1").state, letter_of("K1").why) == ("failed", "not-delivered")


@pytest.mark.usefixtures("queued")
def test_a_slow_answer_settles_what_was_given_up(monkeypatch):
    monkeypatch.setattr(module, "CLAIM_LASTS", timedelta(0))

    def slow(*_):
        module.abandoned()
        return Delivery("sent")

    assert send_letters(AS_OF, deliver=slow).sent == 1
    assert letter_of("K1").state == "sent"


@pytest.mark.usefixtures("queued")
def test_two_workers_send_a_letter_once(monkeypatch):
    number, went = letter_of("K1").pk, []
    first = module.looked_at(number, AS_OF)
    second = module.looked_at(number, AS_OF)
    module.claimed(first, b"paper")
    with pytest.raises(LetterGone):
        module.claimed(second, b"paper")
    monkeypatch.setattr(module, "looked_at", lambda *_: second)
    assert module.send_one(number, AS_OF, lambda *_: went.append(1)) is None
    assert went == []


@pytest.mark.usefixtures("queued")
def test_a_letter_that_cannot_be_made_does_not_stand_before_the_others(monkeypatch):
    def broken(*_):
        raise ValueError("this letter alone")

    monkeypatch.setattr(module, "letter_pdf", broken)

    assert send_letters(AS_OF, deliver=lambda *_: None).later == 1
    assert "this letter alone" in letter_of("K1").detail
    assert letter_of("K1").attempts == 0


@pytest.mark.usefixtures("queued")
def test_without_a_server_nothing_is_claimed_and_the_variable_is_named(monkeypatch):
    monkeypatch.delenv("DUECOURSE_SMTP_HOST", raising=False)

    with pytest.raises(MailNotSet, match="DUECOURSE_SMTP_HOST"):
        send_letters(AS_OF)

    assert letter_of("K1").state == "queued"


def test_paper_is_handed_out_by_a_person_and_then_counts_as_sent():
    late_company()
    draft_letters(AS_OF)
    boss, number = manager(), letter_of("K3").pk
    with pytest.raises(LetterGone):
        hand_out_letter(number, boss, on=AS_OF)
    approve_letter(number, boss)
    approve_letter(letter_of("K1").pk, boss)

    assert hand_out_letter(number, boss, on=AS_OF).state == "sent"
    with pytest.raises(NotByHand):
        hand_out_letter(letter_of("K1").pk, boss, on=AS_OF)
    assert bytes(letter_of("K3").pdf).startswith(b"%PDF")
    assert ("I5", "friendly", AS_OF, "sent") in notices()


def test_paper_of_which_nothing_is_left_is_not_handed_out():
    late_company()
    draft_letters(AS_OF)
    boss, number = manager(), letter_of("K3").pk
    approve_letter(number, boss)
    paid("I5", 800, "K3", "EUR")

    letter = hand_out_letter(number, boss, on=AS_OF)

    assert (letter.state, letter.why) == ("withheld", "paid")
    assert notices() == [FRIENDLY_SENT]


@pytest.mark.usefixtures("queued")
def test_nothing_is_lost_where_the_outcome_cannot_be_kept(monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("one database shows it")

    def broken(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr(module, "settled", broken)
    with smtp_server(monkeypatch) as hand, pytest.raises(OSError, match="disk full"):
        send_letters(AS_OF)
    assert len(hand.mails) == 1
    assert letter_of("K1").state == "sending"
