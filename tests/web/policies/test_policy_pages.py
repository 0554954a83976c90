"""The pages of the policy: what each role sees of versions and drafts, and what it can do there."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from small_company import company, people

from duecourse.policies import preset
from duecourse.services import preview_policy
from duecourse.services.confirm_policy import questions_for
from duecourse.services.publish_policy import publish
from duecourse.services.write_policy import Written, start_draft, write_draft
from duecourse.store.audit import AuditEvent
from duecourse.store.people import User
from duecourse.store.policy_confirmations import PolicyConfirmation
from duecourse.store.policy_effects import EffectState, PolicyEffect, PolicyEffectCustomer
from duecourse.store.policy_in_force import version_in_force
from duecourse.store.policy_versions import PolicyState, PolicyVersion
from duecourse.web.policies import effect as effect_page

pytestmark = [pytest.mark.database, pytest.mark.django_db]

PAGES = {
    "policy": [],
    "policy-versions": [],
    "policy-compare": [],
    "policy-confirm": [],
    "policy-training": [],
    "policy-draft": [2],
    "policy-effect": [2],
}
QUERIES = {
    "policy": 5,
    "policy-versions": 7,
    "policy-compare": 6,
    "policy-confirm": 7,
    "policy-training": 7,
    "policy-draft": 7,
    "policy-effect": 9,
}
STRICTER = ("A = { score = 75", "A = { score = 80")


@pytest.fixture
def staff():
    company()
    return people()


@pytest.fixture
def draft(staff):
    begun = start_draft("in-force", staff["risk"])
    return write_draft(begun, Written(begun.text.replace(*STRICTER), "", 1), staff["risk"])


@pytest.fixture
def risk(client, staff):
    client.force_login(staff["risk"])
    return client


@pytest.fixture
def manager(client, staff):
    client.force_login(staff["manager"])
    return client


def text_of(client, name, *arguments, query="", language="en"):
    User.objects.update(language=language)
    answer = client.get(reverse(name, args=arguments) + query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def sent(client, name, *arguments, follow=True, **fields):
    return client.post(reverse(name, args=arguments), fields, follow=follow)


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_inline_style_and_no_word_left_out(manager, name, language):
    page = text_of(manager, name, *PAGES[name], language=language)

    assert ' style="' not in page
    assert not re.search(r"<script(?![^>]*src=)", page)
    assert "None" not in page
    assert "web." not in page
    assert page.count("<h1>") == 1


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize("name", QUERIES)
def test_a_page_asks_the_database_as_often(manager, name, django_assert_num_queries):
    address = reverse(name, args=PAGES[name])
    manager.get(address)
    with django_assert_num_queries(QUERIES[name]):
        manager.get(address)


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize("role", ["sales", "finance", "administrator"])
def test_who_does_not_work_on_drafts_sees_none(client, staff, role):
    client.force_login(staff[role])

    assert "version 2" not in text_of(client, "policy").lower()
    assert "Version 2" not in text_of(client, "policy-versions")
    assert "Version 2" not in text_of(client, "policy-compare")
    assert client.get(reverse("policy") + "?version=2").status_code == 404
    assert client.get(reverse("policy-compare") + "?old=1&new=2").status_code == 404
    assert client.get(reverse("policy-draft", args=[2])).status_code == 403
    assert client.get(reverse("policy-effect", args=[2])).status_code == 403


@pytest.mark.usefixtures("draft")
def test_the_auditor_reads_a_draft_and_changes_nothing(client, staff):
    client.force_login(staff["auditor"])

    assert "Draft 2" not in text_of(client, "policy")
    assert "What version 2 would change today" in text_of(client, "policy-effect", 2)
    assert "80" in text_of(client, "policy-compare")
    assert sent(client, "policy-draft", 2, text="x", save="1").status_code == 403
    assert sent(client, "policy-draft-start").status_code == 403
    assert sent(client, "policy-draft-approve", 2).status_code == 403


def test_a_draft_is_begun_from_a_preset(risk):
    page = sent(risk, "policy-draft-start", start="cautious").content.decode()

    assert "Draft 2" in page
    assert 'name="text"' in page
    assert PolicyVersion.objects.get(number=2).made_by.role == "risk"
    assert "generous" in sent(risk, "policy-draft-start", start="generous").content.decode()


def test_before_the_first_policy_one_can_be_begun(client):
    client.force_login(people()["risk"])

    page = text_of(client, "policy")
    assert "No policy has been published" in page
    assert '<option value="sme">' in page
    assert client.get(reverse("policy-confirm")).status_code == 302


@pytest.mark.usefixtures("draft")
def test_a_mistake_is_shown_with_its_line_its_key_and_the_way_to_mend_it(risk):
    broken = PolicyVersion.objects.get(number=2).text.replace(
        'currency       = "CNY"', 'currency = "yuan"'
    )

    page = sent(risk, "policy-draft-check", 2, text=broken).content.decode()

    assert '<span class="many">7</span>' in page
    assert "<code>policy.currency</code>" in page
    assert "yuan" in page
    assert "<html" not in page
    assert PolicyVersion.objects.get(number=2).revision == 2, "nothing is kept by looking"


@pytest.mark.usefixtures("draft")
def test_without_a_script_the_button_checks_and_what_was_written_stays(risk):
    page = sent(risk, "policy-draft", 2, text="my own words", check="1").content.decode()

    assert "my own words</textarea>" in page
    assert "not saved" in page
    assert PolicyVersion.objects.get(number=2).revision == 2


def test_what_is_written_is_saved_and_fetched_back(risk, draft):
    saved = sent(risk, "policy-draft", 2, text="[policy]\n", cases="", revision="2", save="1")
    assert "Saved as text 3" in saved.content.decode()

    back = sent(risk, "policy-draft-restore", 2, revision="2").content.decode()
    assert "Text 2 is back" in back
    assert "Undo" in back
    assert PolicyVersion.objects.get(number=2).text == draft.text
    assert "has no text 99" in sent(risk, "policy-draft-restore", 2, revision="99").content.decode()


def test_the_second_of_two_sees_what_the_first_wrote_and_keeps_their_own(manager, draft):
    mine = draft.text.replace("A = { score = 80", "A = { score = 85")

    page = sent(manager, "policy-draft", 2, text=mine, cases="", revision="1", save="1")

    told = page.content.decode()
    assert "risk saved version 2 while you were writing" in told
    assert "A = { score = 85" in told
    assert 'name="revision" value="2"' in told
    assert PolicyVersion.objects.get(number=2).text == draft.text


@pytest.mark.usefixtures("draft")
def test_a_draft_is_handed_in_and_approved_by_another_person(client, staff):
    client.force_login(staff["risk"])
    assert "is handed in" in sent(client, "policy-draft-ask", 2, reason="Q4").content.decode()
    alone = sent(client, "policy-draft-approve", 2, reason="mine").content.decode()
    assert "someone else must approve it" in alone

    client.force_login(staff["manager"])
    page = text_of(client, "policy-draft", 2)
    assert "handed in by risk" in page
    assert "Put version 2 in force from 2026-01-01" in page
    unread = sent(client, "policy-draft-approve", 2, reason="minute 4", revision=1)
    assert "saved again since you read it" in unread.content.decode()
    sent(client, "policy-draft-approve", 2, reason="minute 4")

    assert version_in_force().number == 2
    assert AuditEvent.objects.filter(action="policy.published").get().reason == "minute 4"
    answer = client.get(reverse("policy-draft", args=[2]))
    assert answer.url == "/policy/?version=2"


@pytest.mark.usefixtures("draft")
def test_what_was_handed_in_is_sent_back(manager):
    sent(manager, "policy-draft-ask", 2)

    assert "no longer waits" in sent(manager, "policy-draft-back", 2, reason="no").content.decode()


def test_what_waits_for_its_day_stands_in_the_head(manager, staff):
    begun = start_draft("in-force", staff["risk"])
    ahead = begun.text.replace("effective_from = 2026-01-01", "effective_from = 2999-01-01")
    publish(write_draft(begun, Written(ahead, "", 1), staff["risk"]), staff["manager"])

    page = text_of(manager, "policy")
    assert "version 2 is approved, in force from" in page
    assert "1 Jan 2999" in page


def test_two_versions_are_compared_in_words_and_line_by_line(manager, draft):
    page = text_of(manager, "policy-compare", query="?old=1&new=2")

    assert "<del>75</del>" in page
    assert "<ins>80</ins>" in page
    assert "was “75”, becomes “80”" in page
    assert "letter for letter" in text_of(manager, "policy-compare", query="?old=1&new=1")
    assert manager.get(reverse("policy-compare") + "?old=1&new=9").status_code == 404
    PolicyVersion.objects.filter(pk=draft.pk).update(text="broken")
    assert "has mistakes" in text_of(manager, "policy-compare", query="?old=1&new=2")
    assert "has mistakes" in text_of(manager, "policy", query="?version=2")


def test_one_version_alone_is_compared_with_nothing(manager):
    assert "nothing to compare" in text_of(manager, "policy-compare")


def test_an_effect_is_begun_in_a_process_of_its_own(
    manager, draft, monkeypatch, django_capture_on_commit_callbacks
):
    begun = []
    monkeypatch.setattr(effect_page, "begin_verb", begun.append)
    assert "Work it out" in text_of(manager, "policy-effect", 2)

    with django_capture_on_commit_callbacks(execute=True):
        page = sent(manager, "policy-effect", 2).content.decode()

    at_work = PolicyEffect.objects.get()
    assert begun == [["policy", "effect", "2", "--job", str(at_work.pk)]]
    assert "step 0 of" in page
    assert f'hx-get="{reverse("policy-effect-progress", args=[2])}"' in page
    PolicyEffect.objects.update(stage="measures", steps=3)
    assert "taking measures" in text_of(manager, "policy-effect-progress", 2)
    PolicyEffect.objects.update(heard_at=timezone.now() - timedelta(hours=1))
    assert "Work it out" in text_of(manager, "policy-effect", 2), "it never began"
    PolicyEffect.objects.update(state=EffectState.FAILED, why="MemoryError")
    assert manager.get(reverse("policy-effect-progress", args=[2])).headers["HX-Refresh"]
    assert "MemoryError" in text_of(manager, "policy-effect", 2)
    assert draft.effects.count() == 1


def side(grade, limit, **more):
    return {
        **{"grade": grade, "status": "active", "stage": "normal", "cap": "", "holds": ""},
        **{"terms": "NET60", "recommended_terms": "NET60", "effective_limit": limit},
        **{"recommended_limit": limit, "score": 77.0, "limit_rule": "fixed", "headroom": "0"},
        **more,
    }


def tally(over):
    grades = {"A": {"customers": 2, "exposure": "10.00", "limits": "5.00"}}
    amounts = dict.fromkeys(("limits", "recommended", "over_amount", "held_orders"), "100.00")
    return {
        **amounts,
        **{"grades": grades, "customers": 4, "over": over, "held": 1, "prepay": 0},
        **{"letters": 1, "letters_amount": None, "alerts": 2},
    }


def test_an_effect_shows_figures_side_by_side_and_customers_with_reasons(manager, draft):
    known = PolicyEffect.objects.create(
        draft=draft,
        in_force=version_in_force(),
        digest=preview_policy.digest_of(draft.text),
        as_of="2026-03-31",
        facts=preview_policy.last_event_of_facts(),
        started_by=draft.made_by,
        state=EffectState.DONE,
        home_currency="CNY",
        was=tally(1),
        becomes=tally(3),
        changed=1,
    )
    PolicyEffectCustomer.objects.create(
        effect=known,
        customer_id="K3",
        name="乙木纸业",
        currency="CNY",
        change=-200,
        recommended_change=-200,
        size=200.0,
        criterion="late_share",
        criterion_cost=3.0,
        was=side("A", "300.0000"),
        becomes=side("C", "100.0000", score=70.0, cap="old-debt", holds="over-limit"),
    )

    page = text_of(manager, "policy-effect", 2)

    for told in ("+2", "乙木纸业", "unknown", "−200.00", "“Exposure is over the limit” applies"):
        assert told in page, told
    assert "costs 3.0 points more" in page
    assert "the limit follows from: fixed ceiling" in page
    assert "没有客户" not in page
    AuditEvent.objects.create(action="import.kept")
    assert "Work it out" in text_of(manager, "policy-effect", 2)


def test_staff_confirm_by_answering_and_the_manager_sees_who_has_not(client, staff):
    version = version_in_force()
    client.force_login(staff["sales"])
    assert "waits for your confirmation" in text_of(client, "overview")
    questions = questions_for(staff["sales"], version)
    answers = {f"q-{one.id}": one.right for one in questions}

    wrong = sent(client, "policy-confirm", **{**answers, f"q-{questions[0].id}": "77"})
    assert "4 of 5 are right" in wrong.content.decode()
    assert not PolicyConfirmation.objects.exists()
    again = {f"q-{one.id}": one.right for one in questions_for(staff["sales"], version)}
    assert "You have confirmed" in sent(client, "policy-confirm", **again).content.decode()
    assert "waits for your confirmation" not in text_of(client, "overview")

    client.force_login(staff["manager"])
    assert "not confirmed by 2" in text_of(client, "overview")
    page = text_of(client, "policy-training")
    assert "2 of 3 have not confirmed it" in page
    assert page.index("finance") < page.index("confirmed</span>")


def test_a_policy_that_asks_nobody_says_so(manager, staff):
    begun = start_draft("in-force", staff["risk"])
    without = begun.text[: begun.text.index("[training]")]
    publish(write_draft(begun, Written(without, "", 1), staff["risk"]), staff["manager"])

    assert "does not say who confirms it" in text_of(manager, "policy-training")
    assert "credit policy" not in text_of(manager, "overview").split("</header>")[1]


def test_a_version_that_nobody_wrote_is_not_there(manager):
    assert manager.get(reverse("policy-draft", args=[9])).status_code == 404
    assert manager.get(reverse("policy") + "?version=x").status_code == 200


def test_what_was_published_is_not_changed_by_the_pages_of_a_draft(manager):
    for name in ("policy-draft-check", "policy-draft-restore", "policy-draft-ask"):
        assert sent(manager, name, 1, follow=False).status_code == 302
    assert PolicyVersion.objects.get().state == PolicyState.PUBLISHED
    assert PolicyVersion.objects.get().text == preset("standard")
