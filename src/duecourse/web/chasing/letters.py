"""The letters: drafts to look at, what waits, what went and what did not."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duecourse.services.rights import Right, may
from duecourse.store.outbox import Letter, LetterKind, LetterLine, LetterState
from duecourse.store.policy_in_force import policy_of, version_in_force
from duecourse.values.says import Language
from duecourse.web.allowed import allowed
from duecourse.web.chasing.seen import letters_seen_by
from duecourse.web.paging import page_of

TAKEN_OVER = "taken-over"
"""Drafts that ask for what was overdue before the books were taken over: a list to approve."""
LEFT_UNREAD = ("pdf", "account", "body")


@allowed(Right.LETTERS)
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """List the letters that a person may see, narrowed by state, level, kind and customer."""
    seen = letters_seen_by(request.user)
    counted = dict(seen.order_by().values_list("state").annotate(count=Count("pk")))
    old = seen.filter(state=LetterState.DRAFT, why__contains=TAKEN_OVER).count()
    state, level = request.GET.get("state", ""), request.GET.get("level", "")
    rows = narrowed(seen, request, state, level)
    count = None if request.GET.get("q") or level else counted_for(state, counted, old)
    page = page_of(request, rows.defer(*LEFT_UNREAD), count)
    named, sums = levels_in(request.language), sums_of([one.pk for one in page])
    shown = {
        "page": page,
        "rows": [(one, named.get(one.level, one.level), sums.get(one.pk, ())) for one in page],
        "states": [(one, counted.get(one, 0)) for one in LetterState.values if one in counted],
        "old": old,
        "state": state,
        "level": level,
        "levels": named,
        "kinds": LetterKind.values[1:],
        "q": request.GET.get("q", ""),
        "may_send": may(request.user, Right.SEND_LETTERS),
    }
    return render(request, "chasing/letters.html", shown)


def counted_for(state: str, counted: Mapping[str, int], old: int) -> int:
    """Return how many letters a state has, without asking again."""
    if state == TAKEN_OVER:
        return old
    return counted.get(state, 0) if state in LetterState.values else sum(counted.values())


def narrowed(
    letters: "QuerySet[Letter]", request: HttpRequest, state: str, level: str
) -> "QuerySet[Letter]":
    """Leave the letters that are asked for; nonsense in the address is no filter."""
    if state == TAKEN_OVER:
        letters = letters.filter(state=LetterState.DRAFT, why__contains=TAKEN_OVER)
    elif state in LetterState.values:
        letters = letters.filter(state=state)
    if level:
        letters = letters.filter(Q(level=level) | Q(kind=level))
    text = request.GET.get("q", "").replace("\x00", "").strip()
    if text:
        letters = letters.filter(Q(customer_id=text) | Q(customer_name__icontains=text))
    return letters


def levels_in(language: Language) -> dict[str, str]:
    """Name the levels of the ladder in force."""
    version = version_in_force()
    if version is None:
        return {}
    return {one.id: one.says.in_language(language) for one in policy_of(version).dunning.levels}


def sums_of(numbers: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Add up what letters ask for, each in its currencies."""
    lines = LetterLine.objects.filter(letter__in=numbers).order_by("currency")
    found: dict[int, list[dict[str, Any]]] = {}
    for row in lines.values("letter_id", "currency").annotate(amount=Sum("amount")):
        found.setdefault(row["letter_id"], []).append(row)
    return found
