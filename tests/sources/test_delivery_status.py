import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecourse.sources import delivery_status
from duecourse.sources.delivery_status import NotANotice, read_notice

HEAD = b"""\
From: MAILER-DAEMON@mx.example
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

It did not arrive.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; one@beech.example
Action: delayed
Status: 4.4.1

Original-Recipient: rfc822; two@beech.example
Final-Recipient: rfc822; zwei@beech.example
Action: Failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 no
 such user

"""
HEADERS = b"--B\nContent-Type: text/rfc822-headers\n\nMessage-ID: <7@alder.example>\n\n--B--\n"
WHOLE = b"--B\nContent-Type: message/rfc822\n\nMessage-ID: <8@alder.example>\n\nText\n--B--\n"


def test_a_recipient_that_failed_counts_before_one_that_waits():
    notice = read_notice(HEAD + HEADERS)

    assert notice.is_final
    assert (notice.recipient, notice.status) == ("two@beech.example", "5.1.1")
    assert notice.diagnostic == "550 no such user"


@pytest.mark.parametrize(("rest", "number"), [(HEADERS, 7), (WHOLE, 8)])
def test_the_message_is_named_by_what_is_returned(rest, number):
    assert read_notice(HEAD + rest).message_id == f"<{number}@alder.example>"


def test_a_delay_is_not_final():
    delayed = HEAD.replace(b"Action: Failed", b"Action: relayed") + WHOLE

    assert not read_notice(delayed).is_final


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: hello\n\nHow are you?",
        HEAD + b"--B--\n",
        HEAD.replace(b"Action: delayed", b"Action: odd").replace(b"Failed", b"odd") + WHOLE,
        HEAD + HEADERS.replace(b"Message-ID: <7@alder.example>", b"X: y"),
        HEAD + b"--B\nContent-Type: message/rfc822\n\n--B--\n",
    ],
)
def test_other_messages_are_refused(data):
    with pytest.raises(NotANotice):
        read_notice(data)


def test_a_message_that_is_too_large_is_not_read(monkeypatch):
    monkeypatch.setattr(delivery_status, "LONGEST", 10)

    with pytest.raises(NotANotice, match="too large"):
        read_notice(HEAD + WHOLE)


@given(st.binary(), st.binary())
def test_no_content_makes_anything_but_a_notice_or_a_refusal(before, after):
    for data in (before + HEAD + after + WHOLE, HEAD[:200] + before, before):
        try:
            assert read_notice(data).action in delivery_status.ACTIONS
        except NotANotice:
            continue
