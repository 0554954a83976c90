"""What a draft would change today: asked for, watched, and read, largest change first."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from duecourse.outside.own_verb import begin_verb
from duecourse.policy.shapes import GRADES
from duecourse.present.refusals import refusal_text
from duecourse.services.preview_policy import STEPS, ask_effect, effect_as_it_is
from duecourse.services.rights import Right
from duecourse.store.policy_effects import EffectState, PolicyEffect
from duecourse.store.policy_in_force import policy_in, policy_of
from duecourse.store.policy_versions import PolicyState, PolicyVersion
from duecourse.values.refusals import Refusal
from duecourse.web.allowed import allowed
from duecourse.web.paging import page_of
from duecourse.web.policies.because import Because
from duecourse.web.policies.draft import to_be_read
from duecourse.web.policies.head import day_of_effect, head_of, version_shown
from duecourse.web.toasts import toast


@dataclass(frozen=True, slots=True)
class Move:
    """A figure by the version in force and by the draft; amounts None where unknown."""

    name: str
    was: Any
    becomes: Any
    money: bool = False

    @property
    def change(self) -> Any:
        """Return the difference, None where one is unknown."""
        if self.was is None or self.becomes is None:
            return None
        return self.becomes - self.was


@allowed(Right.POLICY_DRAFTS)
@require_http_methods(["GET", "HEAD", "POST"])
def effect(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a draft would change; by POST begin to work it out."""
    version = version_shown(request.user, number)
    if version.state != PolicyState.DRAFT:
        return to_be_read(version)
    if request.method == "POST":
        return asked(request, version)
    head = head_of(request)
    known = effect_as_it_is(version, day_of_effect(request)) if head["in_force"] else None
    shown = {
        **head,
        "tab": "effect",
        "version": version,
        "effect": known,
        "steps": STEPS,
        "as_of": day_of_effect(request),
        "silent": known is not None and known.fell_silent(timezone.now()),
    }
    if known is not None and known.state == EffectState.DONE:
        shown |= told(request, known)
    return render(request, "policy/effect.html", shown)


def asked(request: HttpRequest, version: PolicyVersion) -> HttpResponse:
    """Begin to work an effect out in a process of its own, unless it is known."""
    try:
        ask_effect(version, request.user, day_of_effect(request), beginning)
    except Refusal as refusal:
        toast(request, refusal_text(refusal, request.language))
    return redirect("policy-effect", version.number)


def beginning(effect: PolicyEffect) -> None:
    """Start the verb that works an effect out."""
    begin_verb(["policy", "effect", str(effect.draft.number), "--job", str(effect.pk)])


@allowed(Right.POLICY_DRAFTS)
@require_safe
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """Say how far an effect is; once it is done, have the whole page read again."""
    version = version_shown(request.user, number)
    found = PolicyEffect.objects.filter(draft=version).first()
    answer = render(
        request, "policy/_progress.html", {"version": version, "effect": found, "steps": STEPS}
    )
    over = (EffectState.DONE, EffectState.FAILED)
    if found is None or found.state in over or found.fell_silent(timezone.now()):
        answer["HX-Refresh"] = "true"
    return answer


def told(request: HttpRequest, known: PolicyEffect) -> dict[str, Any]:
    """Word an effect: the day as a whole, the grades, and a page of customers."""
    because = Because(
        policy_of(known.in_force), policy_in(known.draft.text), language=request.language
    )
    page = page_of(request, known.customers.order_by("-size", "customer_id"), known.changed)
    return {
        "moves": moves(known.was, known.becomes),
        "grades": grades(known.was["grades"], known.becomes["grades"]),
        "page": page,
        "rows": [(row, because.of(row)) for row in page],
    }


def moves(was: Mapping[str, Any], becomes: Mapping[str, Any]) -> list[Move]:
    """List the figures of the day side by side."""
    counts = ("over", "held", "prepay", "letters", "alerts")
    amounts = ("limits", "recommended", "over_amount", "held_orders", "letters_amount")
    order = (
        *("limits", "recommended", "over", "over_amount"),
        *("held", "held_orders", "prepay", "letters", "letters_amount", "alerts"),
    )
    figures = {
        **{name: Move(name, was[name], becomes[name]) for name in counts},
        **{name: Move(name, amount(was[name]), amount(becomes[name]), True) for name in amounts},
    }
    return [figures[name] for name in order]


def grades(was: Mapping[str, Any], becomes: Mapping[str, Any]) -> list[tuple[str, Move, Move]]:
    """List each grade with its customers and their exposure, by either version."""
    found = [grade for grade in (*GRADES, "") if grade in was or grade in becomes]
    return [
        (
            grade,
            Move("customers", counted(was, grade), counted(becomes, grade)),
            Move("exposure", owed(was, grade), owed(becomes, grade), True),
        )
        for grade in found
    ]


def counted(side: Mapping[str, Any], grade: str) -> int:
    """Count the customers of a grade."""
    return int(side.get(grade, {"customers": 0})["customers"])


def owed(side: Mapping[str, Any], grade: str) -> Decimal | None:
    """Return what the customers of a grade owe."""
    return amount(side.get(grade, {"exposure": "0"})["exposure"])


def amount(text: str | None) -> Decimal | None:
    """Read an amount as an effect keeps it."""
    return None if text is None else Decimal(text)
