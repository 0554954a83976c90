"""What was sent stays as it was sent, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from late_company import AS_OF, late_company, letter_of

from duecourse.services.draft_letters import draft_letters
from duecourse.store.letters import move, note, ready_to_go, sent
from duecourse.store.outbox import Letter, LetterState
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
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        change()


def test_a_letter_that_was_sent_is_neither_changed_nor_deleted_and_may_come_back():
    late_company()
    draft_letters(AS_OF)
    draft_letters(AS_OF)
    letter = letter_of("K1")
    with transaction.atomic():
        move(letter, LetterState.QUEUED, **ready_to_go(letter))
        event = note(letter, "sent")
        sent(letter, timezone.now(), event, on=AS_OF, pdf=b"%PDF", digest="0" * 64)
    held = Letter.objects.filter(pk=letter.pk)

    for change in ({"subject": "x"}, {"body": "x"}, {"pdf": b"x"}, {"address": "x"}):
        refused(lambda change=change: held.update(**change))
    refused(lambda: held._raw_delete(connection.alias))
    move(letter, LetterState.BOUNCED, why="came-back")
    refused(lambda: held.update(account=[]))

    assert held.get().state == "bounced"
