"""The templates of letters: by level and language, with a preview and their versions."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duecourse.policy.shapes import Policy
from duecourse.present.blanks import BLANKS, check_template
from duecourse.present.letter import LetterFacts, Wording, composed, plain_text
from duecourse.present.refusals import refusal_text
from duecourse.present.sample_letter import sample_facts
from duecourse.present.shipped_letters import purposes, shipped_wording
from duecourse.present.wording import words
from duecourse.services.edit_letter_template import drop_letter_template, edit_letter_template
from duecourse.services.rights import Right, may
from duecourse.store.letter_making import template_wording
from duecourse.store.letter_templates import LetterTemplate, held_templates
from duecourse.store.policy_in_force import policy_of, version_in_force
from duecourse.values.refusals import Refusal
from duecourse.values.says import LANGUAGES, Language
from duecourse.web.allowed import allowed
from duecourse.web.toasts import toast


@allowed(Right.LETTERS)
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """List what letters are worded by: each level and kind, in each language."""
    version = version_in_force()
    if version is None:
        return redirect("policy")
    policy, held = policy_of(version), held_templates()
    rows = [
        {
            "purpose": purpose,
            "says": named(policy, purpose, request.language),
            "texts": [(one, held.get((purpose, one))) for one in LANGUAGES],
        }
        for purpose in purposes(policy.dunning.levels)
    ]
    return render(request, "chasing/templates.html", {"rows": rows})


@allowed(Right.LETTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, purpose: str, language: str) -> HttpResponse:
    """Show a template with a letter made from it; a POST previews it, or keeps it."""
    version = version_in_force()
    if version is None:
        return redirect("policy")
    policy = policy_of(version)
    if purpose not in purposes(policy.dunning.levels) or language not in LANGUAGES:
        raise Http404
    wording = asked_for(request, policy, purpose, language)
    says = problem_of(request, wording)
    if request.method == "POST" and "keep" in request.POST and not says:
        if not may(request.user, Right.LETTER_TEMPLATES):
            raise PermissionDenied
        says = kept(request, purpose, language, wording)
        if not says:
            return redirect("letter-template", purpose, language)
    shown = shown_of(request, policy, purpose, language)
    preview = None if says else previewed(policy, purpose, language, wording)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if says else HTTPStatus.OK
    told = {**shown, "wording": wording, "refused": says, "preview": preview}
    return render(request, "chasing/template.html", told, status=status)


@allowed(Right.LETTER_TEMPLATES)
@require_POST
def restore(request: HttpRequest, purpose: str, language: str) -> HttpResponse:
    """Go back to the shipped wording; the versions stay."""
    drop_letter_template(purpose, language, request.user)
    toast(request, words(request.language)("web.letters.done.restored"))
    return redirect("letter-templates")


def asked_for(request: HttpRequest, policy: Policy, purpose: str, language: Language) -> Wording:
    """Return the text that is typed, that of a version asked for, else the one that holds."""
    if request.method == "POST":
        text = {name: request.POST.get(name, "") for name in ("subject", "body")}
        return Wording(text["subject"].strip(), "\n".join(text["body"].splitlines()).strip())
    number = request.GET.get("version", "")
    if number == "shipped":
        return shipped_wording(purpose, policy.dunning.levels, language)
    chosen = LetterTemplate.objects.filter(purpose=purpose, language=language)
    if number.isascii() and number.isdigit():
        chosen = chosen.filter(version=min(int(number), 2**31 - 1))
    else:
        chosen = chosen.filter(superseded=None)
    return template_wording(chosen.first(), purpose, policy, language)


def problem_of(request: HttpRequest, wording: Wording) -> str:
    """Say what is wrong with a template; nothing where it can be used."""
    try:
        check_template(wording.subject, wording.body)
    except Refusal as refusal:
        return refusal_text(refusal, request.language)
    return ""


def kept(request: HttpRequest, purpose: str, language: str, wording: Wording) -> str:
    """Keep a template as the next version; say what refuses it."""
    try:
        edit_letter_template(
            purpose, language, request.user, subject=wording.subject, body=wording.body
        )
    except Refusal as refusal:
        return refusal_text(refusal, request.language)
    toast(request, words(request.language)("web.letters.done.worded"))
    return ""


def shown_of(
    request: HttpRequest, policy: Policy, purpose: str, language: Language
) -> dict[str, Any]:
    """Gather what stands around a template: its name, its versions, the blanks."""
    versions = LetterTemplate.objects.filter(purpose=purpose, language=language)
    return {
        "purpose": purpose,
        "purpose_says": named(policy, purpose, request.language),
        "of_language": language,
        "versions": versions.select_related("made_by"),
        "blanks": [zh if language == "zh" else en for en, zh in BLANKS.items()],
        "may_word": may(request.user, Right.LETTER_TEMPLATES),
    }


def previewed(policy: Policy, purpose: str, language: Language, wording: Wording) -> Wording:
    """Write an example letter by a template."""
    facts: LetterFacts = sample_facts(purpose, policy.company.in_language(language), language)
    made = composed(facts, wording)
    return Wording(made.subject, plain_text(facts, made.body))


def named(policy: Policy, purpose: str, language: Language) -> str:
    """Name a level in the words of the policy, a kind in ours."""
    for level in policy.dunning.levels:
        if level.id == purpose:
            return level.says.in_language(language)
    return words(language)(f"letter.kind.{purpose}")
