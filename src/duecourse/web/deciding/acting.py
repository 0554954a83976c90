"""What a form asks is done; what is refused is said, and the way back is offered."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from duecourse.present.refusals import refusal_text
from duecourse.present.wording import words
from duecourse.store.account_locks import NoAccount
from duecourse.store.limit_advice import NobodyToDecideOn
from duecourse.store.order_events import MayNot
from duecourse.values.refusals import Refusal
from duecourse.web.toasts import toast

UNSEEN = (NobodyToDecideOn, NoAccount)
OF_ANOTHER = ("nobody-to-decide-on", "no-account")
SHOWN = 40
THOUSANDS = str.maketrans("", "", ", ，\u00a0\u202f")


class NotRead(Refusal, ValueError):
    """What was typed is no amount, no day, no number."""


def text(request: HttpRequest, name: str) -> str:
    """Return what was typed, without what surrounds it."""
    return str(request.POST.get(name, "")).strip()


def amount(request: HttpRequest, name: str = "amount") -> Decimal:
    """Read an amount; thousands may be set apart.

    Raises:
        NotRead: it is none.
    """
    typed = text(request, name)
    try:
        return Decimal(typed.translate(THOUSANDS))
    except InvalidOperation:
        shown = typed[:SHOWN]
        says = f"{shown} is no amount; write digits and a point, such as 360000.00."
        raise NotRead(says, "amount-typed", text=shown) from None


def day(request: HttpRequest, name: str) -> date | None:
    """Read a day; None where nothing was typed.

    Raises:
        NotRead: it is none.
    """
    typed = text(request, name)
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        says = f"{typed[:SHOWN]} is no day; write it as 2026-05-31."
        raise NotRead(says, "day-typed", text=typed[:SHOWN]) from None


def number(request: HttpRequest, name: str) -> int:
    """Read the number of a row; 0, which no row has, where there is none."""
    typed = text(request, name)
    return int(typed) if typed.isdecimal() and len(typed) < 16 else 0  # noqa: PLR2004  # digits


def place(request: HttpRequest, otherwise: str = "/") -> str:
    """Return the page that a form was on, if it is one of ours."""
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if ours else otherwise


def acted(
    request: HttpRequest,
    act: Callable[[], Any],
    *,
    back: str,
    refused: Callable[[str], HttpResponse] | None = None,
) -> HttpResponse:
    """Do what a form asks and go back; what is refused is said there, or by ``refused``.

    ``act`` says itself what it has done. Who has no right is turned away, and another's customer
    is as if unknown.
    """
    try:
        act()
    except MayNot as refusal:
        raise PermissionDenied from refusal
    except UNSEEN as refusal:
        if refusal.code in OF_ANOTHER and (text(request, "customer") or text(request, "order")):
            raise Http404 from refusal
        toast(request, refusal_text(refusal, request.language))
    except Refusal as refusal:
        says = refusal_text(refusal, request.language)
        if refused is not None:
            return refused(says)
        toast(request, says)
    return redirect(back)


def say(request: HttpRequest, key: str, *, undo: str = "", **told: Any) -> None:
    """Say on the next page what was done; ``fields`` of ``told`` go with the way back."""
    fields = told.pop("fields", {})
    toast(request, words(request.language)(f"web.{key}", **told), undo=undo, **fields)
