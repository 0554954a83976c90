"""Versions of the policy: one person writes, another publishes, nothing published changes."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from duecourse.policies import preset
from duecourse.services.publish_policy import (
    DraftHasProblems,
    NeedsFourEyes,
    NotADraft,
    PolicyInForce,
    SavedSince,
    install_preset,
    publish,
    save_draft,
)
from duecourse.store.audit import AuditEvent
from duecourse.store.people import User
from duecourse.store.policy_in_force import policy_of, version_in_force
from duecourse.store.policy_versions import PolicyState, PolicyVersion

pytestmark = [pytest.mark.database, pytest.mark.django_db]
TEXT = preset("standard")


@pytest.fixture
def anna():
    return User.objects.create_user("anna", role="risk")


@pytest.fixture
def bo():
    return User.objects.create_user("bo", role="manager")


def test_a_preset_starts_the_policy_in_the_currency_asked_for():
    version = install_preset("standard", "EUR")

    assert version_in_force() == version
    assert (version.number, version.made_by, version.approved_by) == (1, None, None)
    assert policy_of(version).currency == "EUR"
    assert AuditEvent.objects.get().details == {"preset": "standard", "currency": "EUR"}


def test_a_preset_does_not_replace_a_policy():
    install_preset("standard")

    with pytest.raises(PolicyInForce):
        install_preset("cautious")


def test_a_draft_is_kept_with_what_is_wrong_with_it(anna):
    draft = save_draft(TEXT.replace('currency       = "CNY"', 'currency = "yuan"'), anna)

    assert [found["code"] for found in draft.problems] == ["policy-not-a-currency"]
    assert draft.problems[0]["row"] > 0

    assert save_draft(TEXT, anna, draft).problems == []
    assert PolicyVersion.objects.get().number == 1


def test_another_person_publishes_and_the_old_version_gives_way(anna, bo):
    first = install_preset("standard")
    draft = save_draft(preset("cautious"), anna)

    publish(draft, bo, "minutes of 3 March")

    assert version_in_force().number == draft.number == 2
    assert PolicyVersion.objects.get(pk=first.pk).state == PolicyState.SUPERSEDED
    event = AuditEvent.objects.filter(action="policy.published").get()
    assert (event.user, event.reason, event.details) == (
        bo,
        "minutes of 3 March",
        {"superseded": 1, "effective_from": "2026-01-01"},
    )


def test_nobody_publishes_what_they_wrote(anna):
    draft = save_draft(TEXT, anna)

    with pytest.raises(NeedsFourEyes, match="someone else"):
        publish(draft, anna)
    assert version_in_force() is None


def test_whoever_changed_the_draft_last_is_its_author(anna, bo):
    draft = save_draft(TEXT, bo, save_draft(TEXT, anna))

    with pytest.raises(NeedsFourEyes):
        publish(draft, bo)
    assert publish(draft, anna).state == PolicyState.PUBLISHED


def test_nobody_approves_a_text_that_they_have_not_read(anna, bo):
    draft = save_draft(TEXT, anna)
    read = draft.revision
    save_draft(preset("cautious"), anna, draft)

    with pytest.raises(SavedSince, match="once more"):
        publish(draft, bo, revision=read)
    assert version_in_force() is None
    assert publish(draft, bo, revision=read + 1).state == PolicyState.PUBLISHED


def test_a_text_with_problems_is_not_published(anna, bo):
    with pytest.raises(DraftHasProblems, match="mend"):
        publish(save_draft("not a policy", anna), bo)


def test_what_was_published_is_neither_edited_nor_published_again(anna, bo):
    version = publish(save_draft(TEXT, anna), bo)

    with pytest.raises(NotADraft):
        save_draft(TEXT, anna, version)
    with pytest.raises(NotADraft):
        publish(version, bo)


def test_the_database_itself_wants_two_people_and_one_version_in_force(anna):
    published = {"state": PolicyState.PUBLISHED, "published_at": timezone.now(), "text": TEXT}

    for people in ({"made_by": anna}, {"made_by": anna, "approved_by": anna}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PolicyVersion.objects.create(number=1, **published, **people)
    PolicyVersion.objects.create(number=1, **published)
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.create(number=2, **published)
