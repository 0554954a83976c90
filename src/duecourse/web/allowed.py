"""The door of every page: who may pass it stands beside the view."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from duecourse.services.rights import Right, may

View = Callable[..., HttpResponse]


def allowed(right: Right) -> Callable[[View], View]:
    """Let only who has the right see a page; the right can be read from the view."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **named: object) -> HttpResponse:
            if not may(request.user, right):
                raise PermissionDenied
            return view(request, *args, **named)

        guarded.right = right  # type: ignore[attr-defined]
        return guarded

    return guard
