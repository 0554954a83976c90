"""The policy by token: read, checked, written over what was read, approved by a second person."""

import json

import pytest
from small_company import company, people

from duecourse.services.api_tokens import TokenAsked, issue_token
from duecourse.store.policy_effects import EffectState, PolicyEffect
from duecourse.store.policy_in_force import version_in_force
from duecourse.store.tokens import SCOPES
from duecourse.web.api import policy as module

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def call(client, monkeypatch):
    """Call the interface as a program of one role."""
    monkeypatch.setattr(module, "beginning", lambda _: None)
    company()
    secrets = {
        role: issue_token(TokenAsked(person, "office", SCOPES), None)[1]
        for role, person in people().items()
    }

    def called(role, method, path, body=None):
        told = {} if method == "get" else {"data": json.dumps(body or {})}
        answer = getattr(client, method)(
            f"/api/v1/policy{path}",
            content_type="application/json",
            headers={"Authorization": f"Bearer {secrets[role]}"},
            **told,
        )
        return answer.status_code, answer.json()

    return called


def test_a_draft_goes_from_its_beginning_to_being_in_force(call):
    status, draft = call("risk", "post", "/drafts", {"start": "cautious"})
    assert (status, draft["number"], draft["state"], draft["made_by"]) == (200, 2, "draft", "risk")

    text = draft["text"].replace("weight", "weight ", 1)
    status, saved = call(
        "risk", "put", "/drafts/2", {"text": text, "cases": draft["cases"], "revision": 1}
    )
    assert (status, saved["revision"]) == (200, 2)
    assert call("risk", "post", "/drafts/2/ask", {"reason": "Q4"})[1]["asked_by"] == "risk"
    assert call("risk", "post", "/drafts/2/publish")[0] == 403
    status, done = call("manager", "post", "/drafts/2/publish", {"reason": "minute 4"})
    assert (status, done["state"], done["approved_by"]) == (200, "published", "manager")
    assert version_in_force().number == 2
    assert call("risk", "put", "/drafts/2", {"text": "x", "revision": 2})[0] == 409


def test_what_was_written_over_an_older_text_is_told_and_not_kept(call):
    call("risk", "post", "/drafts")
    call("manager", "put", "/drafts/2", {"text": "[policy]", "revision": 1})

    status, problem = call("risk", "put", "/drafts/2", {"text": "[grades]", "revision": 1})

    assert (status, problem["code"]) == (409, "changed-meanwhile")
    assert call("risk", "get", "/versions/2")[1]["text"] == "[policy]"


def test_a_text_is_checked_and_nothing_kept(call):
    status, found = call("sales", "post", "/validate", {"text": "[policy]\nversion = 0"})

    assert (status, found["fit"]) == (200, False)
    assert {one["line"] for one in found["problems"]} >= {1, 2}
    assert all(one["says"] and one["mend"] for one in found["problems"])
    own = call("sales", "get", "/versions/1")[1]
    status, found = call("sales", "post", "/validate", {"text": own["text"]})
    assert (found["fit"], found["problems"]) == (True, [])
    case = '[[grade]]\nsays = "x"\ngiven = { score = 10 }\nexpect = "A"\n'
    status, found = call("sales", "post", "/validate", {"text": own["text"], "cases": case})
    assert found["failed"] == [{"says": "x", "line": 1, "expect": ["A"], "got": ["C"]}]


def test_versions_are_listed_and_drafts_kept_from_who_does_not_work_on_them(call):
    call("risk", "post", "/drafts")

    assert [one["number"] for one in call("auditor", "get", "/versions")[1]["items"]] == [2, 1]
    assert call("sales", "get", "/versions")[1]["count"] == 1
    assert call("sales", "get", "/versions/2")[0] == 403
    assert call("sales", "get", "/versions/9")[0] == 404
    assert call("finance", "post", "/drafts")[0] == 403
    assert call("auditor", "get", "/versions?limit=1&offset=1")[1]["items"][0]["number"] == 1


def test_an_effect_is_begun_then_read(call):
    call("risk", "post", "/drafts")
    assert call("risk", "get", "/drafts/2/effect")[1]["code"] == "no-effect-yet"

    status, begun = call("risk", "post", "/drafts/2/effect")
    assert (status, begun["state"], begun["as_of"]) == (200, "waiting", "2026-03-31")

    known = PolicyEffect.objects.get()
    known.customers.create(
        customer_id="K1", currency="CNY", change=-5, size=5.0, was={}, becomes={}
    )
    PolicyEffect.objects.update(state=EffectState.DONE, changed=1)
    told = call("auditor", "get", "/drafts/2/effect")[1]
    assert [one["change"] for one in told["customers"]] == ["-5.0000"]
    assert call("sales", "get", "/drafts/2/effect")[0] == 403


def test_who_has_not_confirmed_is_told_to_who_watches(call):
    status, told = call("manager", "get", "/confirmations")

    assert (status, told["version"], told["missing"], told["count"]) == (200, 1, 3, 3)
    assert {one["role"] for one in told["items"]} == {"sales", "finance", "risk"}
    assert call("sales", "get", "/confirmations")[0] == 403
