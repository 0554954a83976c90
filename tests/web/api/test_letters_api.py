"""Letters by token: listed, let go, called back, and what a mail server sends back."""

import json

import pytest
from counter import person
from late_company import AS_OF, FRIENDLY_SENT, late_company, letter_of, notices

from duecourse.services.api_tokens import TokenAsked, issue_token
from duecourse.services.draft_letters import draft_letters
from duecourse.store.letters import note, ready_to_go, sent
from duecourse.store.outbox import Letter

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
SCOPES = ("letters.read", "letters.write", "letters.send")


@pytest.fixture
def call(client):
    """Call the interface as a program of a manager does."""
    late_company()
    draft_letters(AS_OF)
    return caller(client, person("manager"))


def caller(client, user, scopes=SCOPES):
    _, secret = issue_token(TokenAsked(user, "letters", scopes), None)

    def called(method, path, body=None, *, kind="application/json"):
        data = dumped(body) if kind == "application/json" else body
        told = {} if method == "get" else {"data": data}
        answer = getattr(client, method)(
            f"/api/v1/letters{path}",
            content_type=kind,
            headers={"Authorization": f"Bearer {secret}"},
            **told,
        )
        is_json = answer["Content-Type"].startswith("application/json")
        return answer.status_code, answer.json() if is_json else answer.content

    return called


def dumped(body):
    return json.dumps(body or {})


def test_letters_are_listed_in_pages_and_found_by_customer_and_state(call):
    _, first = call("get", "?limit=2")
    _, rest = call("get", f"?limit=2&before={first['before']}")

    assert [one["customer_id"] for one in first["letters"] + rest["letters"]] == ["K3", "K2", "K1"]
    assert rest["before"] is None
    _, found = call("get", "?customer_id=K1&state=draft")
    [only] = found["letters"]
    assert only["lines"][0]["amount"] == "6000.0000"
    assert only["why"] == ["taken-over"]
    assert call("get", "?state=lost")[0] == 422


def test_a_letter_is_edited_let_go_called_back_and_withdrawn(call):
    number = letter_of("K1").pk

    assert call("patch", f"/{number}", {"subject": "Your account"})[1]["subject"] == "Your account"
    assert call("post", f"/{number}/approve")[1]["state"] == "queued"
    status, problem = call("post", f"/{number}/approve")
    assert (status, problem["code"]) == (409, "letter-gone")
    assert call("post", f"/{number}/recall")[1]["state"] == "draft"
    assert call("post", f"/{number}/withdraw", {"reason": "We talk"})[1]["state"] == "withdrawn"
    assert call("get", "/999999")[0] == 404
    assert call("get", f"/{number}/pdf")[0] == 404


def test_a_statement_is_drafted_and_a_notice_makes_a_letter_bounce(call):
    status, made = call("post", "/statement", {"customer_id": "K2", "kind": "balance-confirmation"})
    assert (status, made["kind"], made["lines"]) == (200, "balance-confirmation", [])
    assert Letter.objects.get(pk=made["number"]).as_of == AS_OF
    assert call("post", "/statement", {"customer_id": "K9"})[0] == 404
    assert call("post", "/bounces", b"hello", kind="message/rfc822")[0] == 422

    letter = letter_of("K1")
    Letter.objects.filter(pk=letter.pk).update(state="queued", **ready_to_go(letter))
    letter = letter_of("K1")
    sent(letter, letter.made_at, note(letter, "sent"), on=AS_OF, pdf=b"%PDF", digest="0" * 64)
    assert call("get", f"/{letter.pk}/pdf") == (200, b"%PDF")
    assert len(notices()) == 3
    status, told = call("post", "/bounces", returned(letter), kind="message/rfc822")
    assert (status, told["state"]) == (200, "bounced")
    assert [row[3] for row in notices()] == ["failed", "failed", "sent"]
    assert FRIENDLY_SENT in notices()


def returned(letter):
    """Write a delivery notice."""
    return (
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\n\n'
        "--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n"
        f"--B\nContent-Type: text/rfc822-headers\n\nMessage-ID: {letter.message_id}\n\n--B--\n"
    ).encode()


def test_scopes_and_roles_hold_here_too(client, call):
    assert call("get", "")[0] == 200
    narrow = caller(client, person("finance"), ("letters.read",))
    assert narrow("post", f"/{letter_of('K1').pk}/approve")[0] == 403
    auditor = caller(client, person("auditor"))
    assert auditor("get", "")[0] == 200
    assert auditor("post", f"/{letter_of('K1').pk}/approve")[0] == 403
    assert caller(client, person("administrator"))("get", "")[0] == 403
