"""One letter: what it says in each way it can go, and what can be done with it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duecourse.present.blanks import MOST_SUBJECT
from duecourse.services.retry_letter import AGAIN
from duecourse.services.rights import Right, may
from duecourse.store.audit import AuditEvent
from duecourse.store.outbox import BY_HAND, Channel, Letter, LetterState
from duecourse.values.says import LANGUAGES
from duecourse.web.allowed import allowed
from duecourse.web.chasing.seen import Shown, letter_or_404

STOPPABLE = (LetterState.DRAFT, LetterState.QUEUED)


@allowed(Right.LETTERS)
@require_safe
def letter(request: HttpRequest, number: int) -> HttpResponse:
    """Show one letter."""
    return page_of_letter(request, number)


def page_of_letter(
    request: HttpRequest,
    number: int,
    refused: str = "",
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Answer with a letter's page; with ``refused``, what could not be done and what was typed."""
    found = letter_or_404(request, number)
    shown = {
        "one": found,
        "shown": Shown(found),
        "refused": refused,
        "typed": typed or {"subject": found.subject, "body": found.body},
        "deeds": deeds_of(found),
        "channels": Channel.values,
        "languages": LANGUAGES,
        "most_subject": MOST_SUBJECT,
        **possible(request, found),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "chasing/letter.html", shown, status=status)


def possible(request: HttpRequest, found: Letter) -> dict[str, Any]:
    """Say what this person can do with the letter where it stands."""
    writes = may(request.user, Right.WRITE_LETTERS)
    sends = may(request.user, Right.SEND_LETTERS)
    return {
        "may_edit": writes and found.state == LetterState.DRAFT,
        "may_send": sends and found.state == LetterState.DRAFT,
        "may_recall": sends and found.state == LetterState.QUEUED,
        "may_stop": writes and found.state in STOPPABLE,
        "may_settle": sends and found.state == LetterState.UNCERTAIN,
        "may_hand_out": sends and found.state == LetterState.QUEUED and found.channel in BY_HAND,
        "may_retry": sends and found.state in AGAIN and bool(found.level),
    }


def deeds_of(found: Letter) -> list[AuditEvent]:
    """Return what was done with a letter, the first first."""
    events = AuditEvent.objects.filter(
        customer_id=found.customer_id, subject=f"letter {found.pk}", action__startswith="letter."
    )
    return list(events.select_related("user").order_by("id"))


@allowed(Right.LETTERS)
@require_safe
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """Hand out the letter on paper: a PDF, as it was sent or would be sent now."""
    found = letter_or_404(request, number)
    answer = HttpResponse(Shown(found).paper(), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="letter-{found.pk}.pdf"'
    return answer
