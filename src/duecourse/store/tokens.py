"""Tokens for programs: a secret that is shown once, kept as its hash, with scopes and an end."""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

MARK = "dc"
SCOPES = (
    "orders.check",
    "orders.invoice",
    "orders.cancel",
    "headroom.read",
    "chasing.write",
    "letters.read",
    "letters.write",
    "letters.send",
    "limits.read",
    "limits.write",
    "holds.write",
    "alerts.read",
    "alerts.write",
    "orders.release",
    "policy.read",
    "policy.write",
    "policy.approve",
    "imports.read",
    "imports.write",
)
SECRET_BYTES = 32
PREFIX_LENGTH = 8


class ApiToken(models.Model):
    """A program's key: it acts as its user, within its scopes, until it ends or is revoked."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=PREFIX_LENGTH, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """The newest first."""

        db_table = "api_token"
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="token_has_name")]

    def __str__(self) -> str:
        return f"{self.name} ({MARK}_{self.prefix}_...)"

    def allows(self, scope: str) -> bool:
        """Say whether a program may do this with the token."""
        return scope in self.scopes


def digest_of(secret: str) -> str:
    """Hash a secret; it is long and random, so that nothing need be slow about it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret() -> tuple[str, str]:
    """Make the prefix of a token and the whole secret, which is told once and not kept."""
    prefix = secrets.token_hex(PREFIX_LENGTH // 2)
    return prefix, f"{MARK}_{prefix}_{secrets.token_urlsafe(SECRET_BYTES)}"


def token_told(secret: str, *, at: datetime | None = None) -> ApiToken | None:
    """Find the token of a secret; None where none is in force or its user is not active."""
    found = (
        ApiToken.objects.select_related("user")
        .filter(digest=digest_of(secret), revoked_at=None, user__is_active=True)
        .first()
    )
    now = at or timezone.now()
    if found is None or (found.expires_at is not None and found.expires_at <= now):
        return None
    return found
