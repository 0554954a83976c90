"""Taking back an import, while nothing rests on it."""

from django.db import transaction

from duecourse.services.rights import Right, must
from duecourse.store import recording
from duecourse.store.audit import AuditEvent
from duecourse.store.import_batches import ImportBatch, ImportState
from duecourse.store.people import User
from duecourse.store.resting import corrections_of, decisions_on
from duecourse.values.refusals import Refusal

NAMED = 5
"""Customers or imports that a refusal names."""


class NotTakenBack(Refusal, RuntimeError):
    """An import stays; the text says why."""


def take_back(number: int, user: User | None = None, *, reason: str = "") -> ImportBatch:
    """Take back an import: its facts hold no longer, those that it corrected hold again.

    Raises:
        MayNot: the person imports nothing.
        NotTakenBack: there is no such import, or something rests on it; it names what.
    """
    must(user, Right.IMPORT)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).filter(pk=number).first()
        if batch is None or batch.kept is None or batch.state != ImportState.KEPT:
            says = f"There is no import {number} that could be taken back."
            raise NotTakenBack(says, "no-such-import", number=number)
        refuse_where_rested_on(batch, batch.kept)
        event = AuditEvent.objects.create(
            user=user,
            action="import.taken-back",
            subject=batch.file_name[:200],
            reason=reason,
            details={"import": batch.pk},
        )
        recording.take_back(batch.kept, event)
        batch.state, batch.taken_back = ImportState.TAKEN_BACK, event
        batch.save(update_fields=["state", "taken_back"])
        return batch


def refuse_where_rested_on(batch: ImportBatch, kept: AuditEvent) -> None:
    """Refuse to take back what was corrected or decided on since.

    Raises:
        NotTakenBack: something rests on it; it names what.
    """
    corrections = corrections_of(kept)[:NAMED]
    if named := ", ".join(f"{event.subject} ({event.at:%Y-%m-%d})" for event in corrections):
        says = f"Import {batch.pk} was corrected since by {named}; take that back first."
        raise NotTakenBack(says, "corrected-since", number=batch.pk, named=named)
    decided = decisions_on(kept).order_by("customer_id").values_list("customer_id", flat=True)
    if named := ", ".join(decided.distinct()[:NAMED]):
        says = f"Import {batch.pk} stays: since then it was decided about {named}."
        raise NotTakenBack(says, "decided-since", number=batch.pk, named=named)
