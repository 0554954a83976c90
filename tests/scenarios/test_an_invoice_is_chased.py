"""One overdue invoice is chased by people on the pages, from the draft to the letter that goes."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from late_company import AS_OF, Kept, late_company, person, smtp_server

from duecourse.services.close_kept_promises import close_kept_promises
from duecourse.services.draft_letters import draft_letters
from duecourse.services.send_letters import send_letters
from duecourse.services.take_position import take_position
from duecourse.store.facts import FACTS
from duecourse.store.outbox import Letter

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(client):
    """Sit down at the desk of finance, on a day with letters drafted."""
    cache.clear()
    late_company()
    draft_letters(AS_OF)
    client.force_login(person("finance", language="en"))
    return client


def to_beech():
    return Letter.objects.filter(customer_id="K1").order_by("-pk").first()


def page(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def post(client, name, *args, **typed):
    answer = client.post(reverse(name, args=args), typed)
    assert answer.status_code == 302, answer.content.decode()[:3000]


def next_day(as_of):
    """Do what the day's run does."""
    take_position(as_of)
    close_kept_promises(as_of)
    draft_letters(as_of)


def let_time_pass():
    Letter.objects.filter(state="queued").update(next_attempt_at=timezone.now())


def test_a_promise_holds_the_letter_back_and_broken_it_goes_at_the_next_run(desk, monkeypatch):
    first = to_beech()
    looked_at_and_edited(desk, first)
    post(desk, "letter-approve", first.pk)
    promised_until(desk, AS_OF + timedelta(1))

    assert sent_on(AS_OF, monkeypatch) == []
    withheld_with_its_reason(desk, first)

    day = AS_OF + timedelta(2)
    next_day(day)
    broken(desk)
    next_day(day)
    second = to_beech()
    post(desk, "letters-queue", letter=[second.pk])

    assert len(sent_on(day, monkeypatch)) == 1
    gone_and_told(desk, first, second, day)


def looked_at_and_edited(desk, letter):
    """Find the draft from the worklist, look at it, add a sentence."""
    assert reverse("letter", args=[letter.pk]) in page(desk, "worklist-overdue")
    shown = page(desk, "letter", letter.pk)
    assert "I1" in shown
    assert "15,000.00" in shown
    body = f"{letter.body}\n\nCall me on extension 12."
    post(desk, "letter-edit", letter.pk, subject="Your account", body=body, channel="email")
    assert "Call me on extension 12." in page(desk, "letter", letter.pk)


def promised_until(desk, until):
    """Record what the customer promised on the phone."""
    typed = {"invoice": ["I1", "I2"], "until": until.isoformat(), "said": "on Friday"}
    post(desk, "chasing-promise", customer="K1", **typed)


def sent_on(day, monkeypatch):
    """Let the worker send what is due, and return what the mail server was given."""
    let_time_pass()
    with smtp_server(monkeypatch, Kept()) as server:
        send_letters(day)
    return server.mails


def withheld_with_its_reason(desk, letter):
    """See that the letter did not go, and why."""
    letter.refresh_from_db()
    assert (letter.state, letter.why) == ("withheld", "promised")
    told = page(desk, "customer", "K1")
    for words in ("Withheld", "Payment is promised and still in time", "Payment promised: I1"):
        assert words in told, words


def broken(desk):
    """See that the promise was broken, and say so."""
    assert "Promise broken" in page(desk, "customer", "K1")
    for promise in FACTS["promises"].objects.filter(superseded=None):
        typed = {"promise": promise.promise_id, "outcome": "broken"}
        post(desk, "chasing-promise-over", customer="K1", **typed)


def gone_and_told(desk, first, second, day):
    """See that the second letter went, for both invoices, and stands above the first."""
    assert second.pk != first.pk
    second.refresh_from_db()
    assert second.state == "sent"
    notices = FACTS["notices"].objects.filter(superseded=None, channel="email", sent_on=day)
    assert sorted(notices.values_list("invoice_id", flat=True)) == ["I1", "I2"]
    told = page(desk, "customer", "K1")
    assert "Promise broken: I1" in told
    assert "Friendly reminder: Sent" in told
