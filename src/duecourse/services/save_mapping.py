"""Mappings saved by name, to be used for the next file of the same kind."""

from pathlib import Path

from django.db import transaction

from duecourse.services.rights import Right, must
from duecourse.sources.mapping_file import read_mapping
from duecourse.store.audit import AuditEvent
from duecourse.store.import_batches import SavedMapping
from duecourse.store.people import User
from duecourse.values.refusals import Refusal


class NoSuchMapping(Refusal, LookupError):
    """Neither a file nor a saved mapping has that name."""


@transaction.atomic
def save_mapping(name: str, text: str, user: User | None = None) -> SavedMapping:
    """Save a mapping by name, in place of what had that name.

    Raises:
        MayNot: the person imports nothing.
        BadMapping: it is not valid.
    """
    must(user, Right.IMPORT)
    read_mapping(text)
    saved, _ = SavedMapping.objects.update_or_create(
        name=name, defaults={"text": text, "made_by": user}
    )
    AuditEvent.objects.create(user=user, action="mapping.saved", subject=name)
    return saved


def mapping_called(name: str) -> str:
    """Return the text of a mapping: of a file, else of the one saved under that name.

    Raises:
        NoSuchMapping: there is neither; the text names those that are saved.
    """
    path = Path(name)
    if path.is_file():
        return path.read_text(encoding="utf-8-sig")
    saved = SavedMapping.objects.filter(name=name).first()
    if saved is None:
        names = ", ".join(SavedMapping.objects.values_list("name", flat=True)) or "-"
        says = f"{name} is neither a file nor a saved mapping; saved are: {names}."
        raise NoSuchMapping(says, "no-such-mapping", name=name, names=names)
    return saved.text
