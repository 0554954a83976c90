"""Orders by token: what programs are told, and what they may not do."""

import json
from datetime import timedelta

import pytest
from counter import open_accounts, person, reserved
from django.utils import timezone

from duecourse.services.api_tokens import BadToken, TokenAsked, issue_token, revoke_token
from duecourse.store.audit import AuditEvent
from duecourse.store.reservations import OrderDecision
from duecourse.store.tokens import SCOPES, ApiToken

pytestmark = [pytest.mark.database, pytest.mark.django_db]
ALDER = "K1 CNY 100000 60000 - active"
ORDER = {"order_id": "O/1", "customer_id": "K1", "amount": "40000.00", "currency": "CNY"}


def token(*scopes, role="finance", **how):
    user = person(role)
    asked = TokenAsked(user, "orders of the shop", scopes or SCOPES, **how)
    return issue_token(asked, None)


@pytest.fixture
def call(client):
    """Call the interface as a program does."""
    _, secret = token()

    def called(method, path, body=None, *, key="k1", bearer=secret):
        headers = {"Authorization": f"Bearer {bearer}"} | ({"Idempotency-Key": key} if key else {})
        send = getattr(client, method)
        told = {} if method == "get" else {"data": json.dumps(body or {})}
        answer = send(f"/api/v1{path}", content_type="application/json", headers=headers, **told)
        return answer.status_code, answer.json()

    return called


def test_an_order_is_decided_reserved_and_told_in_words(call):
    open_accounts(ALDER)

    status, told = call("post", "/orders/check", ORDER)

    assert (status, told["outcome"], told["reserved"]) == (200, "approve", "40000.0000")
    assert told["headroom"] == "40000.0000"
    assert told["says"] == ["可以接单", "- 可用额度 40,000.00 CNY，订单在额度之内。"]
    assert (told["as_of"], told["policy_version"], told["repeated"]) == ("2026-03-31", 1, False)
    assert OrderDecision.objects.get().token == ApiToken.objects.get()


def test_the_same_key_is_answered_again_and_another_order_refused(call):
    open_accounts(ALDER)
    _, first = call("post", "/orders/check", ORDER)

    assert call("post", "/orders/check", ORDER) == (200, {**first, "repeated": True})
    status, problem = call("post", "/orders/check", {**ORDER, "amount": "1"})
    assert (status, problem["code"]) == (409, "key-used")
    assert "O/1" in problem["says"]
    assert reserved() == 40000


def test_what_may_let_an_order_go_is_told_with_its_figures(call):
    open_accounts(ALDER)

    _, told = call("post", "/orders/check", {**ORDER, "amount": "50000"})

    assert (told["outcome"], told["release_by"]) == ("conditions", ["risk", "manager"])
    assert told["one_of"][0] == {
        "code": "prepay-part",
        "blanks": {"amount": "10,000.00", "currency": "CNY"},
    }


def test_an_order_is_invoiced_in_part_and_the_rest_cancelled(call):
    open_accounts(ALDER)
    call("post", "/orders/check", ORDER)
    invoice = {"invoice_id": "I1", "amount": "15000", "currency": "CNY"}

    status, told = call("post", "/orders/O/1/invoice", invoice)
    assert (status, told["converted"], told["still_held"]) == (200, "15000.0000", "25000.0000")
    status, told = call("post", "/orders/O/1/cancel", {"reason": "rest not wanted"})
    assert (status, told["released"]) == (200, "25000.0000")

    status, told = call("get", "/customers/K1/headroom")
    assert (status, told["headroom"]) == (200, "25000.0000")
    assert told["own"]["exposure"] == "75000.0000"
    assert told["group"] is None


def test_headroom_shows_both_limits(call):
    open_accounts("K1 CNY 100 60 G1 active", groups="G1 CNY 70 60")

    status, told = call("get", "/customers/K1/headroom")

    assert (status, told["headroom"], told["group"]["limit"]) == (200, "10.0000", "70.0000")


@pytest.mark.parametrize(
    ("body", "key", "code"),
    [
        ({**ORDER, "amount": 40000.0}, "k", "bad-body"),
        ({**ORDER, "amount": "0"}, "k", "not-an-amount"),
        ({**ORDER, "amount": "-1"}, "k", "bad-body"),
        ({**ORDER, "currency": "yuan"}, "k", "bad-body"),
        ({"order_id": "O1"}, "k", "bad-body"),
        (ORDER, None, "no-key"),
    ],
)
def test_what_is_not_as_documented_is_refused_with_a_code_and_a_sentence(call, body, key, code):
    open_accounts(ALDER)

    status, problem = call("post", "/orders/check", body, key=key)

    assert (status, problem["code"]) == (422, code)
    assert set(problem) == {"code", "says"}


def test_a_body_that_is_no_json_is_refused_in_the_same_shape(client):
    _, secret = token()

    answer = client.post(
        "/api/v1/orders/check",
        data="{",
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": "k"},
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-body")


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("/orders/check", {**ORDER, "customer_id": "K9"}, (404, "no-account")),
        (
            "/orders/O9/invoice",
            {"invoice_id": "I", "amount": "1", "currency": "CNY"},
            (404, "nothing-held"),
        ),
        ("/orders/O9/cancel", {}, (404, "nothing-held")),
    ],
)
def test_what_is_not_there_is_not_found(call, path, body, expected):
    open_accounts(ALDER)

    status, problem = call("post", path, body)

    assert (status, problem["code"]) == expected


def test_without_a_token_in_force_nobody_comes_in(call):
    open_accounts(ALDER)
    _, secret_of_ended = token(expires_at=timezone.now() - timedelta(seconds=1))
    revoked, secret_of_revoked = token()
    revoke_token(revoked, None)
    revoke_token(revoked, None)
    off, secret_of_off = token(role="risk")
    off.user.is_active = False
    off.user.save()

    for secret in ("", "dc_1_guess", secret_of_ended, secret_of_revoked, secret_of_off):
        status, problem = call("post", "/orders/check", ORDER, bearer=secret)
        assert (status, problem["code"]) == (401, "no-token")
    assert AuditEvent.objects.filter(action="token.revoked").count() == 1
    assert not OrderDecision.objects.exists()


def test_a_token_reaches_no_further_than_its_scopes(call):
    open_accounts(ALDER)
    _, secret = token("headroom.read")

    assert call("get", "/customers/K1/headroom", bearer=secret)[0] == 200
    status, problem = call("post", "/orders/check", ORDER, bearer=secret)
    assert (status, problem["code"]) == (403, "no-scope")
    assert problem["says"] == "令牌没有权限 orders.check。"


def test_a_token_sees_what_its_user_sees(call):
    open_accounts(ALDER)
    _, of_sales = token(role="sales")
    _, of_auditor = token(role="auditor")

    assert call("get", "/customers/K1/headroom", bearer=of_sales)[0] == 404
    assert call("post", "/orders/check", ORDER, bearer=of_auditor)[0] == 403


def test_of_a_token_only_the_hash_is_kept():
    made, secret = token("headroom.read")

    assert secret.startswith(f"dc_{made.prefix}_")
    kept = ApiToken.objects.values().get(pk=made.pk)
    assert not any(secret in str(value) for value in kept.values())
    assert str(made) == f"orders of the shop (dc_{made.prefix}_...)"
    assert AuditEvent.objects.get(action="token.issued").details["scopes"] == ["headroom.read"]


@pytest.mark.parametrize(("name", "scopes"), [("x", ()), ("x", ("all",)), (" ", SCOPES)])
def test_a_token_has_a_name_and_known_scopes(name, scopes):
    with pytest.raises(BadToken):
        issue_token(TokenAsked(person("finance"), name, scopes), None)


def test_the_documentation_is_there(client):
    assert client.get("/api/docs").status_code == 200
    schema = client.get("/api/openapi.json").json()
    assert {path for path in schema["paths"] if path.endswith("check")} == {"/api/v1/orders/check"}
    assert schema["components"]["schemas"]["OrderIn"]["properties"]["amount"]["type"] == "string"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("get", "/customers/%00/headroom", None, 404),
        ("post", "/orders/%00/cancel", {}, 404),
        (
            "post",
            "/orders/O1/invoice",
            {"invoice_id": "\x00", "amount": "1", "currency": "CNY"},
            422,
        ),
        ("post", "/orders/check", {**ORDER, "customer_id": "\x00"}, 422),
        ("post", "/orders/check", {**ORDER, "order_id": "\ud800"}, 422),
        ("post", "/orders/O1/invoice", {"invoice_id": "I", "amount": "0", "currency": "CNY"}, 422),
    ],
)
def test_what_no_database_keeps_is_refused_before_it(call, method, path, body, status):
    assert call(method, path, body)[0] == status
