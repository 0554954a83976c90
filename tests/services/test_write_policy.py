"""Drafts of the policy: begun, written by two, fetched back, handed in, approved for a day."""

from datetime import date

import pytest

from duecourse.services.publish_policy import (
    DraftHasProblems,
    NeedsManager,
    begin_with_preset,
    install_preset,
    publish,
    save_draft,
)
from duecourse.services.write_policy import (
    ChangedMeanwhile,
    NoSuchRevision,
    NoSuchStart,
    NotFit,
    Written,
    ask_approval,
    restore_revision,
    send_back,
    start_draft,
    write_draft,
)
from duecourse.store.audit import AuditEvent
from duecourse.store.order_events import MayNot
from duecourse.store.people import Role, User
from duecourse.store.policy_drafts import NoSuchVersion, NotADraft, version_numbered
from duecourse.store.policy_in_force import policy_of, version_in_force
from duecourse.store.policy_versions import PolicyState, PolicyText, PolicyVersion

pytestmark = [pytest.mark.database, pytest.mark.django_db]
LATER = "effective_from = 2027-01-01"


@pytest.fixture
def anna():
    return User.objects.create_user("anna", role="risk")


@pytest.fixture
def bo():
    return User.objects.create_user("bo", role="manager")


def changed(draft, *swaps):
    text = draft.text
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new, 1)
    return Written(text, draft.cases, draft.revision)


def test_a_draft_begins_as_the_version_in_force_with_a_number_of_its_own(anna):
    first = install_preset("standard", "EUR")

    draft = start_draft("in-force", anna)

    assert (draft.number, draft.state, draft.revision) == (2, PolicyState.DRAFT, 1)
    assert policy_of(draft).version == 2
    assert draft.text.splitlines()[1:] != []
    assert draft.cases == first.cases != ""


def test_a_draft_begun_from_a_preset_speaks_in_our_currency(anna):
    install_preset("standard", "EUR")

    assert policy_of(start_draft("cautious", anna)).currency == "EUR"


def test_a_draft_begins_from_nothing_else(anna):
    with pytest.raises(NoSuchStart):
        start_draft("in-force", anna)
    with pytest.raises(NoSuchStart):
        start_draft("generous", anna)


@pytest.mark.parametrize("role", sorted(set(Role.values) - {"risk", "manager"}))
def test_who_decides_nothing_writes_nothing_and_approves_nothing(role, anna):
    other = User.objects.create_user("other", role=role)
    draft = start_draft("standard", anna)

    for refused in (
        lambda: start_draft("standard", other),
        lambda: write_draft(draft, Written("x", "", 1), other),
        lambda: restore_revision(draft, 1, other),
        lambda: ask_approval(draft, other),
        lambda: send_back(draft, other, "no"),
        lambda: save_draft("x", other, draft),
        lambda: publish(draft, other),
    ):
        with pytest.raises(MayNot):
            refused()


def test_the_second_of_two_is_told_who_was_first_and_nothing_is_lost(anna, bo):
    draft = start_draft("standard", anna)
    write_draft(draft, changed(draft, ("weight  = 18", "weight  = 20")), anna)

    with pytest.raises(ChangedMeanwhile, match="anna saved version 1") as told:
        write_draft(draft, changed(draft, ("weight  = 18", "weight  = 25")), bo)

    assert "weight  = 20" in told.value.latest.text
    latest = version_numbered(1)
    written = Written(latest.text.replace("= 20", "= 25", 1), latest.cases, latest.revision)
    saved = write_draft(latest, written, bo)
    assert saved.revision == 3
    assert [kept.revision for kept in PolicyText.objects.filter(version=draft)] == [3, 2, 1]


def test_the_same_text_again_is_no_change_whoever_sends_it(anna, bo):
    draft = start_draft("standard", anna)

    assert write_draft(draft, Written(draft.text, draft.cases, 99), bo).made_by == anna
    windows = draft.text.replace("\n", "\r\n")
    assert write_draft(draft, Written(windows, draft.cases, 1), bo).revision == 1


def test_an_earlier_text_is_fetched_back_as_a_new_one(anna):
    draft = start_draft("standard", anna)
    write_draft(draft, Written("broken", "", 1), anna)

    back = restore_revision(draft, 1, anna)

    assert (back.text, back.revision) == (draft.text, 3)
    with pytest.raises(NoSuchRevision):
        restore_revision(draft, 9, anna)


def test_what_is_handed_in_waits_until_its_text_is_changed(anna, bo):
    draft = start_draft("standard", anna)

    asked = ask_approval(draft, anna, "for the quarter")

    assert asked.asked_by == anna
    assert AuditEvent.objects.filter(action="policy.approval-asked").get().reason
    assert send_back(draft, bo, "too strict").asked_at is None
    ask_approval(draft, anna)
    saved = write_draft(draft, changed(draft, ("weight  = 18", "weight  = 19")), anna)
    assert saved.asked_by is None


def test_a_text_with_problems_or_a_case_that_fails_is_not_handed_in(anna, bo):
    draft = start_draft("standard", anna)
    broken = write_draft(draft, Written("broken", draft.cases, 1), anna)
    with pytest.raises(NotFit):
        ask_approval(broken, anna)

    failing = changed(draft, ("A = { score = 75", "A = { score = 99"))
    failed = write_draft(broken, Written(failing.text, failing.cases, broken.revision), anna)
    with pytest.raises(NotFit):
        ask_approval(failed, anna)
    with pytest.raises(DraftHasProblems, match="cases"):
        publish(failed, bo)


def test_what_is_approved_ahead_waits_for_its_day(anna, bo):
    first = install_preset("standard")
    draft = start_draft("in-force", anna)
    ahead = write_draft(draft, changed(draft, ("effective_from = 2026-01-01", LATER)), anna)

    approved = publish(ahead, bo, on=date(2026, 12, 1))

    assert approved.state == PolicyState.APPROVED
    assert version_in_force() == first
    with pytest.raises(NotADraft):
        write_draft(approved, Written("x", "", 2), anna)
    begin_with_preset(date(2026, 12, 31), stage="policy")
    assert version_in_force() == first
    begin_with_preset(date(2027, 1, 1), stage="policy")
    assert version_in_force() == approved
    assert PolicyVersion.objects.get(pk=first.pk).state == PolicyState.SUPERSEDED


def test_of_two_that_waited_for_the_same_day_the_later_one_stays(anna, bo):
    install_preset("standard")
    for _ in range(2):
        draft = start_draft("in-force", anna)
        ahead = write_draft(draft, changed(draft, ("effective_from = 2026-01-01", LATER)), anna)
        publish(ahead, bo, on=date(2026, 12, 1))

    begin_with_preset(date(2027, 2, 1), stage="policy")

    assert version_in_force().number == 3
    assert PolicyVersion.objects.get(number=2).state == PolicyState.SUPERSEDED


def test_who_may_grant_more_is_changed_by_a_manager_alone(anna, bo):
    install_preset("standard")
    carl = User.objects.create_user("carl", role="risk")
    draft = start_draft("in-force", anna)
    more = write_draft(
        draft, changed(draft, ("grant_up_to = 500_000", "grant_up_to = 900_000")), anna
    )

    with pytest.raises(NeedsManager):
        publish(more, carl)
    assert publish(more, bo).state == PolicyState.PUBLISHED


def test_a_version_that_does_not_exist_is_said_not_to():
    with pytest.raises(NoSuchVersion, match="version 7"):
        version_numbered(7)
