"""Who a program is: the token it shows, and the scope that an address asks for."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from duecourse.services.rights import Right, must
from duecourse.store.people import User
from duecourse.store.tokens import ApiToken, token_told
from duecourse.values.refusals import Refusal


class NoScope(Refusal, PermissionError):
    """The token does not reach this far."""


class Scoped(HttpBearer):
    """Let in who shows a token in force that has the scope."""

    def __init__(self, scope: str) -> None:
        """Ask for one scope."""
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the token that was shown; None where it is not in force.

        Raises:
            NoScope: it is in force and has not the scope.
        """
        found = token_told(token)
        if found is None:
            return None
        request.user = found.user
        if not found.allows(self.scope):
            says = f"The token has no scope {self.scope}."
            raise NoScope(says, "no-scope", scope=self.scope)
        return found


def token_of(request: HttpRequest) -> ApiToken:
    """Return the token of a request that was let in."""
    shown: ApiToken = request.auth
    return shown


def user_who_may(request: HttpRequest, right: Right) -> User:
    """Return whose token it is, if they have a right.

    Raises:
        MayNot: the role has not.
    """
    user: User = token_of(request).user
    must(user, right)
    return user
