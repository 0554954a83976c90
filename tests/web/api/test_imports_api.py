"""Imports by token: sent, looked at, kept, listed, taken back; and who may not."""

import pytest
from counter import person
from django.core.files.uploadedfile import SimpleUploadedFile

from duecourse.services.api_tokens import TokenAsked, issue_token
from duecourse.store.facts import FACTS
from duecourse.store.import_batches import ImportBatch
from duecourse.web.imports import work

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
INVOICES = (
    "invoice_id,customer_id,issued_on,due_on,currency,amount\n"
    "I1,K1,2025-11-01,2025-12-01,CNY,1000\nI2,K1,2025-11-01,2025-13-01,CNY,5\n"
)
SCOPES = ("imports.read", "imports.write")


@pytest.fixture(autouse=True)
def home(settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path / "home"
    monkeypatch.setattr(work, "PATIENCE", 60)


@pytest.fixture
def calls(client):
    def by(role="finance", scopes=SCOPES):
        user = person(role)
        _, secret = issue_token(TokenAsked(user, f"books of {role}", scopes), None)

        def called(method, path, data=None, **how):
            headers = {"Authorization": f"Bearer {secret}"}
            told = {} if data is None else {"data": data}
            answer = getattr(client, method)(f"/api/v1{path}", headers=headers, **told, **how)
            return answer.status_code, answer.json() if answer.content else None

        return called

    return by


def sent(call, text=INVOICES, name="invoices.csv"):
    return call("post", "/imports", {"files": [SimpleUploadedFile(name, text.encode())]})


def test_a_file_is_sent_looked_at_kept_listed_and_taken_back(calls):
    call = calls()

    status, told = sent(call)
    [seen] = told["waiting"]
    assert (status, seen["state"], seen["rows"]["invoices"]) == (202, "seen", 1)
    assert seen["totals"][0]["amount"] == "1000.0000"
    assert seen["effects"]["invoices"] == {"new": 1, "corrected": 0, "known": 0}
    [problem] = seen["problems"]
    assert (problem["row"], problem["column"]) == (3, "due_on")
    assert not FACTS["invoices"].objects.exists()

    status, kept = call("post", f"/imports/waiting/{seen['waiting']}/keep")
    assert (status, kept["state"]) == (202, "kept")
    number = kept["number"]
    status, listed = call("get", "/imports?limit=1")
    assert (listed["imports"][0]["number"], listed["before"]) == (number, number)
    assert call("get", f"/imports?before={number}")[1]["imports"] == []
    assert call("get", f"/imports/{number}")[1]["by"]

    body = {"data": {"reason": "wrong month"}, "content_type": "application/json"}
    status, back = call("post", f"/imports/{number}/take-back", **body)
    assert (status, back["state"]) == (200, "taken_back")
    status, again = call("post", f"/imports/{number}/take-back", **body)
    assert (status, again["code"]) == (409, "no-such-import")


def test_the_same_contents_are_known_and_what_is_left_is_gone(calls):
    call = calls()
    _, told = sent(call)
    call("post", f"/imports/waiting/{told['waiting'][0]['waiting']}/keep")

    _, again = sent(call)
    [seen] = again["waiting"]

    assert seen["known"] == ImportBatch.objects.get().pk
    place = f"/imports/waiting/{seen['waiting']}"
    assert call("post", f"{place}/discard") == (204, None)
    assert call("get", place)[0] == 404


def test_what_is_no_table_or_cannot_be_read_is_refused_in_words(calls):
    call = calls()

    status, told = sent(call, name="a.exe")
    assert (status, told["code"]) == (422, "no-table-file")
    assert call("post", "/imports", {})[0] == 422
    _, told = sent(call, "a,b\n1,2\n", "foreign.csv")
    [waiting] = told["waiting"]
    assert (waiting["state"], bool(waiting["refusal"])) == ("refused", True)
    status, told = call("post", f"/imports/waiting/{waiting['waiting']}/keep")
    assert (status, told["code"]) == (409, "waits-no-more")


def test_who_may_not_import_reads_and_who_has_no_scope_does_not(calls):
    auditor = calls("auditor")
    assert auditor("get", "/imports")[0] == 200
    assert sent(auditor)[0] == 403
    assert calls("sales")("get", "/imports")[0] == 403
    assert calls("risk", ("imports.read",))("get", "/imports/waiting/1")[0] == 403
    assert calls("manager")("get", "/imports/77")[0] == 409
