"""A draft of the policy: written with what is wrong beside it, handed in, approved."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from duecourse.policy.text_diff import hunks
from duecourse.present.refusals import refusal_text
from duecourse.present.wording import words
from duecourse.services.publish_policy import publish
from duecourse.services.rights import Right
from duecourse.services.write_policy import (
    IN_FORCE,
    ChangedMeanwhile,
    Written,
    ask_approval,
    restore_revision,
    send_back,
    start_draft,
    write_draft,
)
from duecourse.store.policy_drafts import checked_text
from duecourse.store.policy_versions import PolicyState, PolicyText, PolicyVersion
from duecourse.values.refusals import Refusal
from duecourse.web.allowed import allowed
from duecourse.web.policies.found import findings
from duecourse.web.policies.head import head_of, number_in, today, version_shown
from duecourse.web.toasts import toast

EARLIER = 8
"""Earlier texts of a draft that are listed."""


@allowed(Right.POLICY_WRITE)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin a draft."""
    try:
        draft = start_draft(request.POST.get("start") or IN_FORCE, request.user)
    except Refusal as refusal:
        toast(request, refusal_text(refusal, request.language))
        return redirect("policy")
    return redirect("policy-draft", draft.number)


@allowed(Right.POLICY_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Show a draft to be written; by POST check what was written, or save it."""
    version = version_shown(request.user, number)
    if version.state != PolicyState.DRAFT:
        return to_be_read(version)
    if request.method != "POST":
        return page(request, version, Written(version.text, version.cases, version.revision))
    written = written_in(request, version)
    if "save" not in request.POST:
        return page(request, version, written)
    try:
        saved = write_draft(version, written, request.user)
    except ChangedMeanwhile as told:
        return meanwhile(request, version, written, told)
    except Refusal as refusal:
        return refused(request, version, refusal)
    toast(request, words(request.language)("web.policies.saved", revision=saved.revision))
    return redirect("policy-draft", number)


@allowed(Right.POLICY_WRITE)
@require_POST
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Say what is wrong with a text while it is written; nothing is kept."""
    version = version_shown(request.user, number)
    if version.state != PolicyState.DRAFT:
        return to_be_read(version)
    written = written_in(request, version)
    return render(request, "policy/_findings.html", found_in(request, version, written))


def page(
    request: HttpRequest, version: PolicyVersion, written: Written, **more: object
) -> HttpResponse:
    """Show what is written, with what is wrong with it."""
    texts = PolicyText.objects.filter(version=version).select_related("made_by")
    shown = {
        **head_of(request),
        **found_in(request, version, written),
        "tab": "draft",
        "version": version,
        "written": written,
        "texts": texts.defer("text", "cases")[:EARLIER],
        "unsaved": (written.text, written.cases) != (version.text, version.cases),
        "own": version.made_by_id == request.user.pk,
        **more,
    }
    return render(request, "policy/draft.html", shown)


def meanwhile(
    request: HttpRequest, version: PolicyVersion, written: Written, told: ChangedMeanwhile
) -> HttpResponse:
    """Show what somebody else saved beside what was written, which stands to be saved over it."""
    kept = Written(written.text, written.cases, told.latest.revision)
    return page(
        request,
        version,
        kept,
        meanwhile=told.latest,
        hunks=hunks(told.latest.text, written.text),
        refused=refusal_text(told, request.language),
    )


def written_in(request: HttpRequest, version: PolicyVersion) -> Written:
    """Read what was written; without a revision it was written over the latest."""
    revision = number_in(request.POST.get("revision"))
    text, cases = (
        request.POST.get(name, kept).replace("\x00", "").replace("\r\n", "\n")
        for name, kept in (("text", version.text), ("cases", version.cases))
    )
    return Written(text, cases, version.revision if revision is None else revision)


def found_in(request: HttpRequest, version: PolicyVersion, written: Written) -> dict[str, Any]:
    """Word what is found in what was written."""
    checked = checked_text(written.text, written.cases, number=version.number)
    told = findings(checked, written.text, written.cases, request.language)
    return {"findings": told, "becomes": checked.policy}


@allowed(Right.POLICY_WRITE)
@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Fetch an earlier text back; the message has the way to undo that."""
    version = version_shown(request.user, number)
    before = version.revision
    revision = number_in(request.POST.get("revision")) or 0
    try:
        restore_revision(version, revision, request.user)
    except Refusal as refusal:
        return refused(request, version, refusal)
    said = words(request.language)("web.policies.restored", revision=revision)
    toast(request, said, undo=request.path, revision=before)
    return redirect("policy-draft", number)


@allowed(Right.POLICY_WRITE)
@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Hand a draft in."""
    return done(request, number, ask_approval, "asked")


@allowed(Right.POLICY_WRITE)
@require_POST
def back(request: HttpRequest, number: int) -> HttpResponse:
    """Send a draft back that was handed in."""
    return done(request, number, send_back, "sent_back")


@allowed(Right.POLICY_APPROVE)
@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Approve a draft: it is in force at once, or from its day."""
    revision = number_in(request.POST.get("revision"))

    def approved_today(version: PolicyVersion, user: Any, reason: str) -> PolicyVersion:
        return publish(version, user, reason, on=today(), revision=revision)

    return done(request, number, approved_today, "approved")


def done(
    request: HttpRequest,
    number: int,
    act: Callable[[PolicyVersion, Any, str], PolicyVersion],
    said: str,
) -> HttpResponse:
    """Carry something out and say so, or why not."""
    version = version_shown(request.user, number)
    try:
        after = act(version, request.user, request.POST.get("reason", "").replace("\x00", ""))
    except Refusal as refusal:
        return refused(request, version, refusal)
    key = f"web.policies.{said}"
    toast(request, words(request.language)(key, version=after.number))
    return redirect("policy-draft", number)


def refused(request: HttpRequest, version: PolicyVersion, refusal: Refusal) -> HttpResponse:
    """Say why something was not done, on the page of the draft."""
    toast(request, refusal_text(refusal, request.language))
    return redirect("policy-draft", version.number)


def to_be_read(version: PolicyVersion) -> HttpResponse:
    """Lead to the text of what is a draft no more."""
    answer = redirect("policy")
    answer["Location"] += f"?version={version.number}"
    return answer
