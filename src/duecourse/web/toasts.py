"""Short messages that the next page shows once: what was done, and its way back."""

from collections.abc import Iterator
from typing import TypedDict

from django.http import HttpRequest

KEPT = "toasts"


class Toast(TypedDict):
    """One message: its text, and the form that undoes what it tells."""

    text: str
    undo: str
    fields: dict[str, str]


def toast(request: HttpRequest, text: str, *, undo: str = "", **fields: object) -> None:
    """Say something on the next page that this person sees, once, in the region ``#toasts``.

    Call it after the service has done its work, then redirect::

        done = lift_hold(hold, by=request.user, reason=reason)
        toast(request, word("web.holds.lifted"), undo=reverse("hold-set"), hold=done.pk)

    With ``undo`` the message bears the button "Undo", which posts ``fields`` to that address
    (with the CSRF token, as any form). The address is an ordinary view: it checks the right,
    calls a service, and redirects. Leave ``undo`` out where nothing can be undone; the button
    that did it has then named its effect.

    A part fetched by HTMX shows its own messages where its template ends with
    ``{% include "_toasts.html" with oob=True %}``.

    Shapes:
        text: worded, in the language of who reads
    """
    kept: list[Toast] = request.session.get(KEPT, [])
    told = {name: str(value) for name, value in fields.items()}
    request.session[KEPT] = [*kept, Toast(text=text, undo=undo, fields=told)]


def shown_once(request: HttpRequest) -> Iterator[Toast]:
    """Yield what is to be shown; what is yielded will not be shown again."""
    yield from request.session.pop(KEPT, [])
