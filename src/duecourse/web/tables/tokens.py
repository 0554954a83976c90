"""Tokens of programs: looked at, and revoked."""

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from unfold.decorators import action

from duecourse.services.api_tokens import revoke_token
from duecourse.services.rights import Right, may
from duecourse.store.people import User
from duecourse.web.tables.reading import reading
from duecourse.web.tables.words import word_now, worded


class Tokens(
    reading(  # type: ignore[misc]
        *("name", "user", "prefix", "scopes", "made_at", "expires_at", "revoked_at"),
        search=("name", "prefix", "user__username"),
    )
):
    """Tokens, with the way to revoke them; a new one is issued where its secret can be shown."""

    actions = ("revoke",)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Let an administrator revoke."""
        return may(request.user, Right.PEOPLE)

    @action(description=worded("revoke"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, chosen: "QuerySet[Model]") -> None:
        """Revoke the chosen tokens."""
        by = User.objects.get(pk=request.user.pk)
        for token in chosen:
            revoke_token(token, by)
        messages.success(request, word_now()("tables.revoked", count=len(chosen)))
