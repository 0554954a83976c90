"""A delivery notice came back: the letter counts as not sent."""

import pytest
from django.utils import timezone
from late_company import (
    AS_OF,
    FRIENDLY_SENT,
    late_company,
    letter_of,
    manager,
    notices,
    smtp_server,
)

from duecourse.services.approve_letter import approve_letter
from duecourse.services.draft_letters import draft_letters
from duecourse.services.record_bounce import BounceUnknown, NotANotice, record_bounce
from duecourse.services.send_letters import send_letters
from duecourse.store.outbox import Letter

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def queued():
    """Let the company's letter to Beech wait to be sent."""
    late_company()
    draft_letters(AS_OF)
    approve_letter(letter_of("K1").pk, manager())
    Letter.objects.filter(state="queued").update(next_attempt_at=timezone.now())


NOTICE = """\
From: MAILER-DAEMON@mx.example
To: credit@alder.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <1@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I am sorry to have to inform you.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ana@beech.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--B
Content-Type: message/rfc822

From: credit@alder.example
Message-ID: {message_id}
Subject: Payment reminder

text
--B--
"""


def notice(action="failed", message_id=None):
    return NOTICE.format(
        action=action, message_id=message_id or letter_of("K1").message_id
    ).encode()


@pytest.mark.usefixtures("queued")
def test_a_letter_that_came_back_counts_as_not_sent(monkeypatch):
    with smtp_server(monkeypatch):
        send_letters(AS_OF)
    assert record_bounce(notice("delayed")).state == "sent"

    letter = record_bounce(notice())

    assert (letter.state, letter.why) == ("bounced", "came-back")
    assert letter.detail == "5.1.1 550 5.1.1 no such user"
    day = letter.sent_at.date()
    assert notices() == [
        ("I1", "friendly", day, "failed"),
        ("I2", "friendly", day, "failed"),
        FRIENDLY_SENT,
    ]
    assert record_bounce(notice()).state == "bounced", "told twice, nothing changes"
    assert len(notices()) == 3


@pytest.mark.usefixtures("queued")
def test_a_notice_about_nothing_of_ours_is_refused():
    with pytest.raises(BounceUnknown):
        record_bounce(notice(message_id="<other@alder.example>"))
    with pytest.raises(NotANotice):
        record_bounce(b"Subject: hello\n\nHow are you?")
