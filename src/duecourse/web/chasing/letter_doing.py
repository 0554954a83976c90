"""What people do with letters: edit, let go, call back, stop, settle, write again."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from duecourse.present.refusals import refusal_text
from duecourse.present.wording import words
from duecourse.services.approve_letter import approve_letter
from duecourse.services.draft_letters import draft_letters
from duecourse.services.draft_statement import draft_statement
from duecourse.services.edit_letter import Change, edit_letter
from duecourse.services.hand_out_letter import hand_out_letter
from duecourse.services.recall_letter import recall_letter
from duecourse.services.retry_letter import retry_letter
from duecourse.services.rights import Right
from duecourse.services.settle_letter import settle_letter
from duecourse.services.withdraw_letter import withdraw_letter
from duecourse.store.chasing_facts import NotToBeChased, working_day
from duecourse.store.letters import NoSuchLetter
from duecourse.store.outbox import Letter, LetterState
from duecourse.values.refusals import Refusal
from duecourse.web.allowed import allowed
from duecourse.web.chasing.asked import text_asked
from duecourse.web.chasing.letter import page_of_letter
from duecourse.web.frame import day_in_use
from duecourse.web.pages.language import place_to_go
from duecourse.web.toasts import toast

Act = Callable[[], Letter]
MOST_AT_ONCE = 200
"""Letters that one form lets go; a page lists fifty."""


@allowed(Right.WRITE_LETTERS)
@require_POST
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change the text of a draft, its language, channel and address."""
    told = {name: request.POST.get(name) for name in ("language", "channel", "address")}
    if "reworded" in request.POST:
        change = Change(reworded=True)
    else:
        text = {name: request.POST.get(name) for name in ("subject", "body")}
        change = Change(**text, **told)
    return carried_out(request, number, "edited", lambda: edit_letter(number, request.user, change))


@allowed(Right.SEND_LETTERS)
@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Let a draft go."""
    return carried_out(request, number, "queued", lambda: approve_letter(number, request.user))


@allowed(Right.SEND_LETTERS)
@require_POST
def recall(request: HttpRequest, number: int) -> HttpResponse:
    """Call a queued letter back to the drafts."""
    return carried_out(request, number, "recalled", lambda: recall_letter(number, request.user))


@allowed(Right.WRITE_LETTERS)
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Stop a letter, with a reason."""
    reason = text_asked(request, "reason")
    return carried_out(
        request,
        number,
        "withdrawn",
        lambda: withdraw_letter(number, request.user, reason=reason),
    )


@allowed(Right.SEND_LETTERS)
@require_POST
def settle(request: HttpRequest, number: int) -> HttpResponse:
    """Say whether a letter with an unknown outcome arrived."""
    arrived, reason = request.POST.get("arrived") == "1", text_asked(request, "reason")
    return carried_out(
        request,
        number,
        "settled",
        lambda: settle_letter(number, request.user, arrived=arrived, reason=reason),
    )


@allowed(Right.SEND_LETTERS)
@require_POST
def retry(request: HttpRequest, number: int) -> HttpResponse:
    """Write a letter again that did not go or did not arrive."""
    return carried_out(
        request,
        number,
        "retried",
        lambda: retry_letter(number, request.user, on=working_day()),
    )


@allowed(Right.SEND_LETTERS)
@require_POST
def hand_out(request: HttpRequest, number: int) -> HttpResponse:
    """Note that a letter was posted or copied into a chat; what is no longer due is withheld."""
    return carried_out(
        request,
        number,
        "handed",
        lambda: hand_out_letter(number, request.user, on=working_day()),
    )


def carried_out(request: HttpRequest, number: int, done: str, act: Act) -> HttpResponse:
    """Do what a form asks with a letter, and show the letter with word of it."""
    try:
        letter = act()
    except NoSuchLetter as missing:
        raise Http404 from missing
    except Refusal as refusal:
        says = refusal_text(refusal, request.language)
        typed = request.POST.dict() if "body" in request.POST else None
        return page_of_letter(request, number, says, typed)
    stopped = done == "handed" and letter.state != LetterState.SENT
    says = words(request.language)(f"web.letters.done.{'stopped' if stopped else done}")
    undo = reverse("letter-recall", args=[letter.pk]) if done == "queued" else ""
    toast(request, says, undo=undo)
    return redirect("letter", letter.pk)


@allowed(Right.SEND_LETTERS)
@require_POST
def queue(request: HttpRequest) -> HttpResponse:
    """Let several drafts go; those that cannot stay, and the reason of the first is told."""
    went, stayed, why = [], 0, ""
    for number in numbers(request):
        try:
            went.append(approve_letter(number, request.user).pk)
        except Refusal as refusal:
            stayed += 1
            why = why or refusal_text(refusal, request.language)
    word = words(request.language)
    says = word("web.letters.done.bulk", count=len(went))
    if stayed:
        says += word("web.letters.done.stayed", count=stayed, why=why)
    undo = reverse("letters-recall") if went else ""
    toast(request, says, undo=undo, letters=" ".join(str(one) for one in went))
    return redirect(place_to_go(request) if request.POST.get("next") else "letters")


@allowed(Right.SEND_LETTERS)
@require_POST
def recall_all(request: HttpRequest) -> HttpResponse:
    """Call several queued letters back; those on their way stay."""
    back = 0
    for number in numbers(request):
        try:
            recall_letter(number, request.user)
            back += 1
        except Refusal:
            continue
    toast(request, words(request.language)("web.letters.done.back", count=back))
    return redirect("letters")


@allowed(Right.SEND_LETTERS)
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Draft the letters of the latest day, as the day's run does."""
    day = day_in_use(request)
    if day is None:
        return redirect("overview")
    drafted = draft_letters(day.as_of, user=request.user)
    toast(request, words(request.language)("web.letters.done.drafted", count=drafted.drafts))
    return redirect("letters")


@allowed(Right.WRITE_LETTERS)
@require_POST
def statement(request: HttpRequest) -> HttpResponse:
    """Draft a statement of account or a balance confirmation for a customer."""
    try:
        letter = draft_statement(
            text_asked(request, "customer"),
            text_asked(request, "kind"),
            request.user,
            on=working_day(),
        )
    except NotToBeChased as missing:
        raise Http404 from missing
    except Refusal as refusal:
        toast(request, refusal_text(refusal, request.language))
        return redirect("letters")
    toast(request, words(request.language)("web.letters.done.statement"))
    return redirect("letter", letter.pk)


def numbers(request: HttpRequest) -> list[int]:
    """Read the numbers of letters: those picked, or those of a message's way back."""
    told = [*request.POST.getlist("letter"), *request.POST.get("letters", "").split()]
    found = [int(one) for one in told if one.isascii() and one.isdigit() and len(one) < 18]  # noqa: PLR2004  # no row has a longer number
    return list(dict.fromkeys(found))[:MOST_AT_ONCE]
