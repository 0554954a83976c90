"""Chasing by token: what programs record, and what they are refused."""

import json

import pytest
from owing import AS_OF, in_days, owing, people

from duecourse.services.api_tokens import TokenAsked, issue_token
from duecourse.store.call_notes import CallNote
from duecourse.store.chasing_pauses import is_paused
from duecourse.store.facts import FACTS
from duecourse.store.tokens import SCOPES

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def call(client, monkeypatch):
    """Call the interface as a program of finance, on the ledger's day."""
    owing()
    monkeypatch.setattr("duecourse.web.api.chasing.working_day", lambda: AS_OF)
    persons = people()
    secrets = {
        role: issue_token(TokenAsked(persons[role], "of the telephone", SCOPES), None)[1]
        for role in ("finance", "sales", "auditor")
    }

    def called(path, body, role="finance"):
        headers = {"Authorization": f"Bearer {secrets[role]}"}
        told = json.dumps(body)
        answer = client.post(
            f"/api/v1{path}", told, content_type="application/json", headers=headers
        )
        return answer.status_code, answer.json()

    return called


def day(days):
    return in_days(days).isoformat()


def test_a_promise_is_recorded_and_closed(call):
    told = {"customer_id": "K1", "invoices": ["R1", "R3"], "until_on": day(7), "said": "Friday"}
    status, made = call("/promises", told)
    assert (status, made["customer_id"], len(made["recorded"])) == (200, "K1", 2)
    assert call("/promises", told)[0] == 409
    [first, _] = made["recorded"]

    status, _ = call(f"/promises/{first}/close", {"outcome": "kept"})

    assert status == 200
    held = FACTS["promises"].objects.get(superseded=None, promise_id=first)
    assert held.closed_on == AS_OF


def test_a_dispute_is_opened_and_closed(call):
    told = {"invoice_id": "R1", "reason": "short delivery", "amount": "500.00"}
    status, made = call("/disputes", told)
    assert status == 200
    [dispute] = made["recorded"]

    status, _ = call(f"/disputes/{dispute}/close", {"outcome": "partly"})

    assert status == 200
    assert FACTS["disputes"].objects.get(superseded=None).outcome == "partly"


def test_a_call_a_pause_and_an_address(call):
    assert call("/call-notes", {"customer_id": "K1", "text": "Cash is late."})[0] == 200
    assert CallNote.objects.get().spoken_on == AS_OF
    told = {"customer_id": "K1", "until_on": day(7), "reason": "the fair"}
    status, made = call("/chasing/pause", told)
    assert status == 200
    assert is_paused("K1", AS_OF)
    assert call("/chasing/resume", {"pause": int(made["recorded"][0])})[0] == 200
    assert not is_paused("K1", AS_OF)
    assert call("/chasing/address", {"customer_id": "K1", "email": "a@b.test"})[0] == 200


def test_what_cannot_be_is_refused_with_its_code(call):
    told = {"customer_id": "K1", "invoices": ["R1"], "until_on": day(-1)}
    status, problem = call("/promises", told)
    assert (status, problem["code"]) == (422, "promise-past")
    status, problem = call("/promises", {**told, "customer_id": "K9"})
    assert (status, problem["code"]) == (404, "no-such-customer")
    status, problem = call("/disputes", {"invoice_id": "R1", "reason": "x"}, "sales")
    assert (status, problem["code"]) == (403, "role-may-not")
    status, _ = call("/call-notes", {"customer_id": "K2", "text": "called"}, "sales")
    assert status == 404
    assert call("/call-notes", {"customer_id": "K1", "text": "called"}, "auditor")[0] == 403
