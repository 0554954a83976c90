"""Confirming the policy: all answers right, or other questions; who has not is known."""

from dataclasses import replace
from datetime import date

import pytest

from duecourse.services.confirm_policy import NotInForce, confirm_policy, questions_for
from duecourse.services.publish_policy import install_preset
from duecourse.services.write_policy import start_draft
from duecourse.store.audit import AuditEvent
from duecourse.store.people import User
from duecourse.store.policy_confirmations import PolicyConfirmation, must_confirm, to_confirm
from duecourse.store.policy_in_force import policy_of

pytestmark = [pytest.mark.database, pytest.mark.django_db]
ON = date(2026, 11, 24)


@pytest.fixture
def li():
    return User.objects.create_user("li", role="sales")


@pytest.fixture
def version():
    return install_preset("standard")


def right_ones(user, version):
    return {one.id: one.right for one in questions_for(user, version)}


def test_who_answers_all_rightly_has_confirmed_the_version(li, version):
    training = policy_of(version).training
    assert to_confirm(li, version, training, ON)

    marked = confirm_policy(version, li, right_ones(li, version), ON)

    assert marked.wrong == ()
    assert (marked.confirmation.questions, marked.confirmation.attempts) == (5, 1)
    assert not to_confirm(li, version, training, ON)
    assert AuditEvent.objects.filter(action="policy.confirmed", user=li).count() == 1


def test_who_answers_wrongly_is_asked_again_and_otherwise(li, version):
    first = questions_for(li, version)
    answers = {**right_ones(li, version), first[0].id: (first[0].right + 1) % 2}

    marked = confirm_policy(version, li, answers, ON)

    assert marked.confirmation is None
    assert [one.id for one in marked.wrong] == [first[0].id]
    assert questions_for(li, version) != first
    assert confirm_policy(version, li, right_ones(li, version), ON).confirmation.attempts == 2


def test_confirmed_twice_on_one_day_counts_once(li, version):
    for _ in range(2):
        confirm_policy(version, li, right_ones(li, version), ON)

    assert PolicyConfirmation.objects.count() == 1


def test_two_people_are_asked_different_questions(li, version):
    assert questions_for(li, version) != questions_for(
        User.objects.create_user("wang", role="sales"), version
    )


@pytest.mark.usefixtures("version")
def test_only_what_is_in_force_is_confirmed(li):
    draft = start_draft("in-force", User.objects.create_user("anna", role="risk"))

    with pytest.raises(NotInForce):
        confirm_policy(draft, li, {}, ON)


def test_the_policy_says_whose_staff_confirm_and_how_often(li, version):
    training = policy_of(version).training
    manager = User.objects.create_user("bo", role="manager")
    confirm_policy(version, li, right_ones(li, version), ON)

    assert must_confirm(li, training)
    assert not must_confirm(manager, training)
    assert not must_confirm(li, None)
    assert not to_confirm(manager, version, training, ON)
    yearly, quarterly = (replace(training, every=every) for every in ("year", "quarter"))
    assert not to_confirm(li, version, training, date(2030, 1, 1))
    assert not to_confirm(li, version, quarterly, date(2027, 2, 23))
    assert to_confirm(li, version, quarterly, date(2027, 2, 24))
    assert to_confirm(li, version, yearly, date(2027, 11, 24))
