"""Confirming the version in force by a short quiz, and who has not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from duecourse.policy.shapes import Training
from duecourse.present.wording import words
from duecourse.services.confirm_policy import Marked, confirm_policy, questions_for
from duecourse.services.rights import Right
from duecourse.store.people import Role, User
from duecourse.store.policy_confirmations import counting, must_confirm, to_confirm
from duecourse.store.policy_in_force import policy_of, version_in_force
from duecourse.store.policy_versions import PolicyVersion
from duecourse.web.allowed import allowed
from duecourse.web.paging import page_of
from duecourse.web.policies.head import head_of, number_in, today
from duecourse.web.toasts import toast


@dataclass(frozen=True, slots=True)
class Trained:
    """A person whom the policy asks to confirm it, and the day on which they did."""

    user: User
    on: date | None
    attempts: int


@allowed(Right.POLICY_CONFIRM)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask about the version in force; whoever answers all rightly has confirmed it."""
    version = version_in_force()
    if version is None:
        return redirect("policy")
    if request.method != "POST":
        return quiz_page(request, version, None)
    answers = {
        name.removeprefix("q-"): place
        for name, value in request.POST.items()
        if name.startswith("q-") and (place := number_in(value)) is not None
    }
    marked = confirm_policy(version, request.user, answers, today())
    if marked.confirmation is None:
        return quiz_page(request, version, marked)
    said = words(request.language)("web.policies.confirmed", version=version.number)
    toast(request, said)
    return redirect("policy")


def quiz_page(request: HttpRequest, version: PolicyVersion, marked: Marked | None) -> HttpResponse:
    """Show the questions; after a wrong answer others, and what the policy says of the old ones."""
    training = policy_of(version).training
    shown = {
        **head_of(request),
        "tab": "confirm",
        "version": version,
        "questions": questions_for(request.user, version),
        "marked": marked,
        "read_up": [(one.asks, one.choices[one.right]) for one in marked.wrong] if marked else [],
        "asked_for": must_confirm(request.user, training),
        "open": to_confirm(request.user, version, training, today()),
    }
    return render(request, "policy/confirm.html", shown)


@allowed(Right.TRAINING)
@require_safe
def training(request: HttpRequest) -> HttpResponse:
    """List who has to confirm the version in force, those who have not first."""
    head = head_of(request)
    version = head["in_force"]
    if version is None:
        return redirect("policy")
    rule = policy_of(version).training
    people = trained(version, rule) if rule is not None else []
    missing = [one for one in people if one.on is None]
    page = page_of(request, people)
    shown = {"tab": "training", "page": page, "missing": len(missing), "all": len(people)}
    roles = [role for role in Role.values if rule is not None and role in rule.roles]
    return render(request, "policy/training.html", {**head, **shown, "rule": rule, "roles": roles})


def trained(version: PolicyVersion, rule: Training) -> Sequence[Trained]:
    """List the people whose role the policy names, those who have not confirmed it first."""
    given = {one.user_id: one for one in counting(version, rule, today()).order_by("id")}
    people = User.objects.filter(is_active=True, role__in=rule.roles).order_by("username")
    listed = [
        Trained(
            one,
            given[one.pk].on if one.pk in given else None,
            given[one.pk].attempts if one.pk in given else 0,
        )
        for one in people
    ]
    return sorted(listed, key=lambda one: one.on is not None)
