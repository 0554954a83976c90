"""What a draft would change: worked out once, kept with its grounds, anew where they changed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from in_store import record_simulated

from duecourse.services import preview_policy as module
from duecourse.services.preview_policy import (
    EffectGone,
    NothingToPreview,
    ask_effect,
    effect_as_it_is,
    preview_now,
    work_out_effect,
)
from duecourse.services.publish_policy import install_preset
from duecourse.services.write_policy import Written, start_draft, write_draft
from duecourse.store.audit import AuditEvent
from duecourse.store.order_events import MayNot
from duecourse.store.people import User
from duecourse.store.policy_effects import EffectState, PolicyEffect, PolicyEffectCustomer
from duecourse.store.policy_in_force import NoPolicyInForce

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
AS_OF = date(2026, 3, 31)
STRICT = ("A = { score = 75", "A = { score = 100")


@pytest.fixture
def anna():
    return User.objects.create_user("anna", role="risk")


@pytest.fixture
def draft(anna):
    record_simulated(customers=12, invoices=200, seed=3, as_of=AS_OF)
    install_preset("standard", "EUR")
    return start_draft("in-force", anna)


def at_once(effect):
    work_out_effect(effect.pk)


def never(effect):
    raise AssertionError(f"{effect} was worked out again")


def rewritten(draft, anna, old, new):
    return write_draft(draft, Written(draft.text.replace(old, new, 1), "", draft.revision), anna)


def test_the_same_text_changes_nobody(draft, anna):
    effect = ask_effect(draft, anna, AS_OF, at_once)

    effect.refresh_from_db()
    assert (effect.state, effect.changed) == (EffectState.DONE, 0)
    assert effect.was == effect.becomes
    assert effect.was["customers"] == 12
    assert effect.steps == module.STEPS


def test_a_stricter_text_changes_customers_with_what_they_were_and_become(draft, anna):
    effect = ask_effect(rewritten(draft, anna, *STRICT), anna, AS_OF, at_once)

    effect.refresh_from_db()
    rows = list(PolicyEffectCustomer.objects.filter(effect=effect))
    assert effect.changed == len(rows) > 0
    assert "A" in effect.was["grades"]
    assert "A" not in effect.becomes["grades"]
    assert {(row.was["grade"], row.becomes["grade"]) for row in rows} == {("A", "B")}
    assert set(rows[0].was) == {*module.COMPARED, *module.BESIDE}


def test_it_is_worked_out_again_only_where_text_or_facts_changed(draft, anna):
    first = ask_effect(draft, anna, AS_OF, at_once)

    assert ask_effect(draft, anna, AS_OF, never) == first
    AuditEvent.objects.create(action="import.kept")
    assert effect_as_it_is(draft, AS_OF) is None
    second = ask_effect(draft, anna, AS_OF, at_once)
    assert second != first
    assert ask_effect(rewritten(draft, anna, *STRICT), anna, AS_OF, at_once) != second
    assert list(PolicyEffect.objects.values_list("draft_id", flat=True)) == [draft.pk]


def test_what_is_at_work_is_not_begun_twice_unless_it_fell_silent(draft, anna):
    first = ask_effect(draft, anna, AS_OF, lambda _: None)

    assert ask_effect(draft, anna, AS_OF, never) == first
    PolicyEffect.objects.update(heard_at=timezone.now() - timedelta(minutes=2))
    assert ask_effect(draft, anna, AS_OF, at_once) != first
    with pytest.raises(EffectGone):
        work_out_effect(first.pk)


def test_what_fails_says_so_and_can_be_asked_for_again(draft, anna, monkeypatch):
    def broken(*_, **__):
        raise MemoryError

    effect = ask_effect(draft, anna, AS_OF, lambda _: None)
    with monkeypatch.context() as patched:
        patched.setattr(module, "run", broken)
        with pytest.raises(MemoryError):
            work_out_effect(effect.pk)

    effect.refresh_from_db()
    assert (effect.state, effect.why) == (EffectState.FAILED, "MemoryError")
    assert ask_effect(draft, anna, AS_OF, at_once) != effect


def test_a_text_that_is_no_policy_is_not_tried(draft, anna):
    with pytest.raises(NothingToPreview):
        ask_effect(rewritten(draft, anna, "[policy]", "[polic"), anna, AS_OF, never)


def test_without_a_policy_in_force_there_is_nothing_to_compare_with(anna):
    with pytest.raises(NoPolicyInForce):
        ask_effect(start_draft("standard", anna), anna, AS_OF, never)


def test_sales_does_not_see_what_a_draft_does_to_all(draft):
    with pytest.raises(MayNot):
        ask_effect(draft, User.objects.create_user("li", role="sales"), AS_OF, never)


def test_whoever_runs_the_system_works_it_out_at_once(draft):
    found = preview_now(draft, AS_OF)

    assert (found.state, found.started_by) == (EffectState.DONE, None)
    assert preview_now(draft, AS_OF) == found
    PolicyEffect.objects.update(state=EffectState.RUNNING)
    with pytest.raises(EffectGone):
        preview_now(draft, AS_OF)
