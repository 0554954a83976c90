"""Letters: what waits and what became of each; let go, called back, and delivery notices told."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from duecourse.present.shipped_letters import KINDS
from duecourse.services.approve_letter import approve_letter
from duecourse.services.draft_statement import draft_statement
from duecourse.services.edit_letter import Change, edit_letter
from duecourse.services.recall_letter import recall_letter
from duecourse.services.record_bounce import record_bounce
from duecourse.services.rights import Right, only_own
from duecourse.services.settle_letter import settle_letter
from duecourse.services.withdraw_letter import withdraw_letter
from duecourse.store.chasing_facts import working_day
from duecourse.store.letters import letter_to_read
from duecourse.store.outbox import Letter
from duecourse.web.api.bearer import Scoped, token_of, user_who_may
from duecourse.web.api.letter_schemas import (
    ChangeIn,
    LetterOut,
    LettersAsked,
    LettersOut,
    ReasonIn,
    SettleIn,
    StatementIn,
    letter_out,
)
from duecourse.web.api.schemas import PROBLEMS

router = Router(tags=["letters"])
Number = Annotated[int, Path(ge=1, le=2**53)]
READ, WRITE, SEND = Scoped("letters.read"), Scoped("letters.write"), Scoped("letters.send")


@router.get("/letters", auth=READ, response={200: LettersOut, **PROBLEMS}, summary="List letters")
def letters(request: HttpRequest, asked: Query[LettersAsked]) -> LettersOut:
    """List letters, the newest first; ``before`` is the number of the last one that was told."""
    user = user_who_may(request, Right.LETTERS)
    found = Letter.objects.defer("pdf", "account").prefetch_related("lines")
    if only_own(user):
        found = found.filter(salesperson=user.salesperson or None).exclude(salesperson=None)
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.customer_id:
        found = found.filter(customer_id=asked.customer_id)
    if asked.before:
        found = found.filter(pk__lt=asked.before)
    page = [letter_out(letter) for letter in found[: asked.limit]]
    return LettersOut(letters=page, before=page[-1].number if len(page) == asked.limit else None)


@router.get(
    "/letters/{int:number}",
    auth=READ,
    response={200: LetterOut, **PROBLEMS},
    summary="Look at a letter",
)
def letter(request: HttpRequest, number: Number) -> LetterOut:
    """Tell a letter: what it says, what it asks for, and what became of it."""
    return letter_out(letter_to_read(number, user_who_may(request, Right.LETTERS)))


@router.post(
    "/letters/statement",
    auth=WRITE,
    response={200: LetterOut, **PROBLEMS},
    summary="Draft a statement of account or a balance confirmation",
)
def statement(request: HttpRequest, asked: StatementIn) -> LetterOut:
    """Draft a letter from the facts of this moment."""
    kind = asked.kind if asked.kind in KINDS else KINDS[0]
    on, user = working_day(), token_of(request).user
    made = draft_statement(asked.customer_id, kind, user, on=on, language=asked.language)
    return letter_out(made)


@router.patch(
    "/letters/{int:number}",
    auth=WRITE,
    response={200: LetterOut, **PROBLEMS},
    summary="Edit a draft",
)
def edit(request: HttpRequest, number: Number, change: ChangeIn) -> LetterOut:
    """Change a draft; what is left out stays."""
    return letter_out(edit_letter(number, token_of(request).user, Change(**change.dict())))


@router.post(
    "/letters/{int:number}/approve",
    auth=SEND,
    response={200: LetterOut, **PROBLEMS},
    summary="Let a letter go",
)
def approve(request: HttpRequest, number: Number) -> LetterOut:
    """Queue a draft; for a minute it can be recalled."""
    return letter_out(approve_letter(number, token_of(request).user))


@router.post(
    "/letters/{int:number}/recall",
    auth=SEND,
    response={200: LetterOut, **PROBLEMS},
    summary="Call a queued letter back",
)
def recall(request: HttpRequest, number: Number) -> LetterOut:
    """Bring a queued letter back to the drafts."""
    return letter_out(recall_letter(number, token_of(request).user))


@router.post(
    "/letters/{int:number}/withdraw",
    auth=WRITE,
    response={200: LetterOut, **PROBLEMS},
    summary="Withdraw a letter",
)
def withdraw(request: HttpRequest, number: Number, why: ReasonIn) -> LetterOut:
    """Decide that a letter does not go."""
    return letter_out(withdraw_letter(number, token_of(request).user, reason=why.reason))


@router.post(
    "/letters/{int:number}/settle",
    auth=SEND,
    response={200: LetterOut, **PROBLEMS},
    summary="Say what became of an uncertain letter",
)
def settle(request: HttpRequest, number: Number, told: SettleIn) -> LetterOut:
    """Say whether a letter arrived whose outcome the system does not know."""
    user = token_of(request).user
    return letter_out(settle_letter(number, user, arrived=told.arrived, reason=told.reason))


MESSAGE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"message/rfc822": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post(
    "/letters/bounces",
    auth=SEND,
    response={200: LetterOut, **PROBLEMS},
    summary="Tell a delivery notice",
    openapi_extra=MESSAGE,
)
def bounce(request: HttpRequest) -> LetterOut:
    """Read a delivery notice as it came (message/rfc822); its letter did not arrive."""
    return letter_out(record_bounce(request.body, token_of(request).user))


@router.get(
    "/letters/{int:number}/pdf",
    auth=READ,
    response={200: None, **PROBLEMS},
    summary="The paper as it was sent",
)
def paper(request: HttpRequest, number: Number) -> HttpResponse | tuple[int, dict[str, str]]:
    """Return the PDF of a letter that went; 404 where it did not go yet."""
    found = letter_to_read(number, user_who_may(request, Right.LETTERS))
    if found.pdf is None:
        says = f"Letter {number} has not gone yet."
        return 404, {"code": "letter-not-gone", "says": says}
    return HttpResponse(bytes(found.pdf), content_type="application/pdf")
