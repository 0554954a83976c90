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
    assert reverse("letter", args=[first.pk]) in page(desk, "worklist-overdue")
    shown = page(desk, "letter", first.pk)
    assert "I1" in shown
    assert "15,000.00" in shown

    body = f"{first.body}\n\nCall me on extension 12."
    post(desk, "letter-edit", first.pk, subject="Your account", body=body, channel="email")
    assert "Call me on extension 12." in page(desk, "letter", first.pk)

    post(desk, "letter-approve", first.pk)
    until = (AS_OF + timedelta(1)).isoformat()
    post(desk, "chasing-promise", customer="K1", invoice=["I1", "I2"], until=until, said="Friday")
    let_time_pass()
    with smtp_server(monkeypatch, Kept()) as server:
        send_letters(AS_OF)
    assert server.mails == []
    first.refresh_from_db()
    assert (first.state, first.why) == ("withheld", "promised")
    told = page(desk, "customer", "K1")
    for words in ("Withheld", "Payment is promised and still in time", "Payment promised: I1"):
        assert words in told, words

    day = AS_OF + timedelta(2)
    next_day(day)
    assert "Promise broken" in page(desk, "customer", "K1")
    for promise in FACTS["promises"].objects.filter(superseded=None):
        post(
            desk,
            "chasing-promise-over",
            customer="K1",
            promise=promise.promise_id,
            outcome="broken",
        )
    next_day(day)
    second = to_beech()
    assert second.pk != first.pk
    post(desk, "letters-queue", letter=[second.pk])
    let_time_pass()
    with smtp_server(monkeypatch, Kept()) as server:
        send_letters(day)

    assert len(server.mails) == 1
    second.refresh_from_db()
    assert second.state == "sent"
    notices = FACTS["notices"].objects.filter(superseded=None, channel="email", sent_on=day)
    assert sorted(notices.values_list("invoice_id", flat=True)) == ["I1", "I2"]
    told = page(desk, "customer", "K1")
    assert "Promise broken: I1" in told
    assert told.index("Friendly reminder: Sent") < told.index("Withheld")
