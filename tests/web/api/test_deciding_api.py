"""Deciding by token: what programs ask, and that a token may no more than its user."""

import json
from datetime import timedelta

import pytest
from small_company import AS_OF, ORDER, company, people

from duecourse.services.api_tokens import TokenAsked, issue_token
from duecourse.store.facts import FACTS
from duecourse.store.positions import PositionCustomer
from duecourse.store.tokens import SCOPES

pytestmark = [pytest.mark.database, pytest.mark.django_db]
WANTED = {"customer_id": "K3", "amount": "400000", "currency": "CNY", "reason": "May"}


@pytest.fixture(autouse=True)
def accounts_left_alone(monkeypatch):
    """Leave accounts as they are: writing them has tests of its own."""
    for place in ("web.deciding.limits", "web.api.deciding"):
        monkeypatch.setattr(f"duecourse.{place}.refresh_account", lambda *_: None)


@pytest.fixture
def call(client):
    company()
    secrets = {
        role: issue_token(TokenAsked(person, role, SCOPES), None)[1]
        for role, person in people().items()
    }

    def called(role, method, path, body=None):
        sent = {} if body is None else {"data": json.dumps(body)}
        answer = getattr(client, method)(
            f"/api/v1{path}",
            content_type="application/json",
            headers={"Authorization": f"Bearer {secrets[role]}"},
            **sent,
        )
        return answer.status_code, answer.json()

    return called


def test_a_limit_is_asked_for_refused_by_mandate_and_granted(call):
    status, asked = call("sales", "post", "/limits/requests", {**WANTED, "amount": "700000"})
    assert (status, asked["state"], asked["recommended"]) == (200, "open", "600000.0000")
    where = f"/limits/requests/{asked['id']}/decision"
    approve = {"decision": "approve", "reason": "good payer"}

    for role, code in (("risk", "beyond-own-mandate"), ("sales", "role-may-not")):
        status, told = call(role, "post", where, approve)
        assert (status, told["code"]) == (403, code)
    status, told = call("manager", "post", where, {"decision": "approve"})
    assert (status, told["code"]) == (422, "override-reason")
    status, done = call("manager", "post", where, approve)
    assert (status, done["state"], done["approved_by"]) == (200, "approved", "manager")
    assert FACTS["limits"].objects.get(superseded=None).amount == 700000

    assert call("manager", "post", where, approve)[0] == 409
    status, again = call("manager", "post", where, {"decision": "take-back"})
    assert (status, again["state"]) == (200, "open")
    end = f"/limits/requests/{again['id']}/decision"
    assert call("sales", "post", end, {"decision": "withdraw"})[1]["state"] == "withdrawn"


def test_a_limit_within_a_mandate_is_set_at_once_and_refusals_have_a_reason(call):
    status, done = call("risk", "post", "/limits/requests", {**WANTED, "grant": True})
    assert (status, done["state"]) == (200, "approved")
    _, asked = call("sales", "post", "/limits/requests", WANTED)
    status, told = call("sales", "post", "/limits/requests", WANTED)
    assert (status, told["code"]) == (409, "limit-asked-already")
    where = f"/limits/requests/{asked['id']}/decision"
    assert call("risk", "post", where, {"decision": "refuse"})[0] == 422
    no = {"decision": "refuse", "reason": "late"}
    assert call("risk", "post", where, no)[1]["state"] == "refused"


def test_requests_are_listed_page_by_page_and_sales_sees_its_own(call):
    for customer in ("K2", "K3"):
        call("manager", "post", "/limits/requests", {**WANTED, "customer_id": customer})

    _, first = call("auditor", "get", "/limits/requests?limit=1&state=open")
    _, rest = call("auditor", "get", f"/limits/requests?before={first['before']}")
    _, own = call("sales", "get", "/limits/requests")
    _, of_k2 = call("risk", "get", "/limits/requests?customer_id=K2")

    assert [one["customer_id"] for one in first["requests"] + rest["requests"]] == ["K3", "K2"]
    assert [one["customer_id"] for one in own["requests"]] == ["K3"]
    assert [one["customer_id"] for one in of_k2["requests"]] == ["K2"]
    assert rest["before"] is None
    assert call("finance", "get", "/limits/requests")[0] == 403


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/limits/requests", {**WANTED, "customer_id": "K9"}, 404),
        ("/limits/requests", {**WANTED, "customer_id": None, "group_id": "G9"}, 404),
        ("/limits/requests", {**WANTED, "terms": "NET999"}, 422),
        ("/limits/requests", {**WANTED, "amount": "-1"}, 422),
        ("/limits/requests/9/decision", {"decision": "approve"}, 404),
        ("/customers/K9/hold", {"hold": True, "reason": "x"}, 404),
        ("/customers/K3/hold", {"hold": False, "reason": "x"}, 409),
        ("/deeds", {"about": "alert", "customer_id": "K1", "name": "x", "did": "snoozed"}, 422),
        ("/orders/release", {"decision_id": 99, "reason": "x"}, 409),
    ],
)
def test_what_is_not_there_or_cannot_be_is_told_by_status(call, path, body, status):
    assert call("manager", "post", path, body)[0] == status


def test_orders_are_stopped_and_let_go_by_token(call):
    told = {"hold": True, "reason": "moved"}
    assert call("sales", "post", "/customers/K3/hold", told)[0] == 403
    status, done = call("risk", "post", "/customers/K3/hold", told)
    assert (status, done) == (
        200,
        {"customer_id": "K3", "held": True, "as_of": AS_OF.isoformat()},
    )
    assert call("risk", "post", "/customers/K3/hold", {**told, "hold": False})[1]["held"] is False


def test_where_nobody_knows_what_is_owed_the_widest_mandate_lets_orders_go(call):
    call("manager", "post", "/customers/K3/hold", {"hold": True, "reason": "moved"})
    PositionCustomer.objects.filter(customer_id="K3").update(exposure=None)
    lifted = {"hold": False, "reason": "found"}

    assert call("risk", "post", "/customers/K3/hold", lifted)[0] == 403
    assert call("manager", "post", "/customers/K3/hold", lifted)[0] == 200


def test_alerts_are_listed_with_what_was_done(call):
    told = {"about": "alert", "customer_id": "K1", "name": "slower-payment", "did": "snoozed"}
    until = (AS_OF + timedelta(5)).isoformat()
    assert call("auditor", "post", "/deeds", {**told, "until_on": until})[0] == 403
    assert call("risk", "post", "/deeds", {**told, "until_on": until})[1]["until_on"] == until

    status, listed = call("auditor", "get", "/alerts?severity=high&limit=1")
    assert (status, listed["alerts"][0]["did"]) == (200, "snoozed")
    _, rest = call("auditor", "get", f"/alerts?after={listed['after']}")
    _, of_one = call("auditor", "get", "/alerts?customer_id=K2")

    assert [one["did"] for one in rest["alerts"] + of_one["alerts"]] == [None, None]
    assert call("sales", "get", "/alerts")[0] == 403


def test_before_the_first_day_there_are_no_alerts_and_no_requests(client):
    person = people()["sales"]
    _, secret = issue_token(TokenAsked(person, "x", SCOPES), None)
    headers = {"Authorization": f"Bearer {secret}"}
    person.role = "risk"
    person.save()
    assert client.get("/api/v1/alerts", headers=headers).json()["alerts"] == []
    person.role = "sales"
    person.save()
    assert client.get("/api/v1/limits/requests", headers=headers).json()["requests"] == []


def test_a_release_needs_the_right_and_the_mandate(call):
    told = {"decision_id": ORDER, "reason": "they paid"}

    assert call("sales", "post", "/orders/release", told)[0] == 403
    assert call("manager", "post", "/orders/release", told) == (
        404,
        {
            "code": "no-account",
            "says": "There is no customer K1; check the id, or take the position of the day first.",
        },
    )
