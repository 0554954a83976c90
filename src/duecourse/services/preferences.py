"""What a person chooses for themselves: the language, and whether keys do anything."""

from django.db import transaction

from duecourse.store.audit import AuditEvent
from duecourse.store.people import User
from duecourse.values.says import Language


@transaction.atomic
def choose_language(user: User, language: Language) -> None:
    """Let a person read in a language from now on."""
    if user.language == language:
        return
    user.language = language
    user.save(update_fields=["language"])
    record(user, "user.language", {"language": language})


@transaction.atomic
def choose_keys(user: User, *, off: bool) -> None:
    """Turn the keyboard's shortcuts off or on for a person."""
    if user.keys_off == off:
        return
    user.keys_off = off
    user.save(update_fields=["keys_off"])
    record(user, "user.keys", {"off": off})


def record(user: User, action: str, details: dict[str, object]) -> None:
    """Note the change in the audit trail."""
    AuditEvent.objects.create(
        user=user, action=action, subject=user.get_username(), details=details
    )
