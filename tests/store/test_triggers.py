"""What the database refuses whoever asks."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from duecourse.services.publish_policy import begin_with_preset, install_preset, publish
from duecourse.services.write_policy import Written, start_draft, write_draft
from duecourse.store.audit import AuditEvent
from duecourse.store.people import User
from duecourse.store.policy_versions import PolicyState, PolicyVersion
from duecourse.store.triggers import install, remove

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def guarded():
    """Guard the tables for one test; what comes after it clears them."""
    with connection.schema_editor() as editor:
        install(editor)
    yield
    with connection.schema_editor() as editor:
        remove(editor)


def refused(change):
    """Run a change that the database must refuse."""
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        change()


def test_an_event_of_the_audit_trail_is_neither_changed_nor_deleted():
    event = AuditEvent.objects.create(action="import.kept")

    refused(lambda: AuditEvent.objects.update(action="nothing happened"))
    refused(event.delete)

    assert AuditEvent.objects.get().action == "import.kept"


def test_a_published_text_stays_and_only_gives_way_to_the_next():
    version = install_preset("standard", "CNY")
    published = PolicyVersion.objects.filter(pk=version.pk)
    anna = User.objects.create(username="anna")

    refused(lambda: published.update(text="Everyone may have everything."))
    refused(lambda: published.update(number=9))
    refused(lambda: published.update(approved_by=anna))
    refused(lambda: published.update(state=PolicyState.DRAFT))
    refused(lambda: published._raw_delete(connection.alias))
    published.update(state=PolicyState.SUPERSEDED)
    refused(lambda: published.update(state=PolicyState.PUBLISHED))
    refused(lambda: published.update(text=""))

    assert published.get().text == version.text


def test_a_draft_is_changed_and_thrown_away_freely():
    draft = PolicyVersion.objects.create(number=1, text="first thoughts")

    draft.text = "second thoughts"
    draft.save()
    draft.delete()

    assert not PolicyVersion.objects.exists()


def test_installing_twice_and_removing_twice_does_no_harm():
    for change in (install, install, remove, remove):
        with connection.schema_editor() as editor:
            change(editor)

    AuditEvent.objects.create(action="import.kept").delete()

    assert not AuditEvent.objects.exists()


def test_what_was_approved_ahead_comes_into_force_and_is_changed_no_more():
    anna, bo = (User.objects.create_user(name, role="manager") for name in ("anna", "bo"))
    first = install_preset("standard")
    begun = start_draft("in-force", anna)
    ahead = begun.text.replace("effective_from = 2026-01-01", "effective_from = 2027-01-01")
    publish(write_draft(begun, Written(ahead, "", 1), anna), bo, on=date(2026, 12, 1))

    waiting = PolicyVersion.objects.filter(number=2, state=PolicyState.APPROVED)
    for change in ({"text": "x"}, {"cases": "x"}, {"state": PolicyState.DRAFT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            waiting.update(**change)
    begin_with_preset(date(2027, 1, 1), stage="policy")

    assert PolicyVersion.objects.get(number=2).state == PolicyState.PUBLISHED
    assert PolicyVersion.objects.get(pk=first.pk).state == PolicyState.SUPERSEDED
