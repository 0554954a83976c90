"""Tokens of programs: issued once with their secret, revoked for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from duecourse.store.audit import AuditEvent
from duecourse.store.people import User
from duecourse.store.tokens import SCOPES, ApiToken, digest_of, new_secret
from duecourse.values.refusals import Refusal


class BadToken(Refusal, ValueError):
    """A token cannot be issued like that."""


@dataclass(frozen=True, slots=True)
class TokenAsked:
    """A token that is wanted: as whom it acts, what it is called, what it may, until when."""

    owner: User
    name: str
    scopes: Sequence[str]
    expires_at: datetime | None = None


@transaction.atomic
def issue_token(asked: TokenAsked, by: User | None) -> tuple[ApiToken, str]:
    """Issue a token; its secret is returned once and kept nowhere.

    Raises:
        BadToken: it has no name, no scope, or one that there is not.
    """
    strangers = [scope for scope in asked.scopes if scope not in SCOPES]
    if strangers or not asked.scopes:
        named, known = ", ".join(strangers) or "-", ", ".join(SCOPES)
        says = f"There is no scope {named}; these are: {known}."
        raise BadToken(says, "unknown-scope", scopes=named, known=known)
    if not asked.name.strip():
        raise BadToken("Name the token.", "token-name")
    prefix, secret = new_secret()
    token = ApiToken.objects.create(
        user=asked.owner,
        name=asked.name.strip(),
        prefix=prefix,
        digest=digest_of(secret),
        scopes=sorted(set(asked.scopes)),
        expires_at=asked.expires_at,
    )
    noted("token.issued", token, by)
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, by: User | None) -> None:
    """Revoke a token; revoked before, nothing happens."""
    revoked = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    if revoked:
        noted("token.revoked", token, by)


def owner_named(name: str) -> User:
    """Find the user that a program is to act as.

    Raises:
        BadToken: there is none of that name, or it is disabled.
    """
    found = User.objects.filter(username=name, is_active=True).first()
    if found is None:
        says = f"There is no user {name}, or it is disabled."
        raise BadToken(says, "no-token-owner", name=name)
    return found


def token_named(prefix: str) -> ApiToken:
    """Find a token by its prefix.

    Raises:
        BadToken: there is none.
    """
    found = ApiToken.objects.filter(prefix=prefix).select_related("user").first()
    if found is None:
        raise BadToken(f"There is no token {prefix}.", "no-such-token", prefix=prefix)
    return found


def noted(action: str, token: ApiToken, by: User | None) -> None:
    """Write the audit event of a token."""
    details = {"prefix": token.prefix, "scopes": token.scopes, "acts_as": token.user.username}
    AuditEvent.objects.create(user=by, action=action, subject=token.name, details=details)
