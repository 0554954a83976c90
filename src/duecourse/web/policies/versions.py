"""The versions of the policy, and two of them compared."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policy.comparing import differences
from duecourse.policy.reading import read_policy
from duecourse.policy.text_diff import hunks
from duecourse.services.rights import Right
from duecourse.store.policy_versions import PolicyVersion
from duecourse.web.allowed import allowed
from duecourse.web.paging import page_of
from duecourse.web.policies.head import head_of, number_in, version_shown, versions_seen_by


@allowed(Right.POLICY)
@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """List the versions: state, author, who approved, when."""
    head = head_of(request)
    page = page_of(request, versions_seen_by(request.user).defer("text", "cases"))
    return render(request, "policy/versions.html", {**head, "tab": "versions", "page": page})


@allowed(Right.POLICY)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Compare two versions: each change in words, and the lines of the file."""
    head = head_of(request)
    old, new = asked_for(request, head)
    listed = list(versions_seen_by(request.user).select_related(None).only("number", "state"))
    shown = {**head, "tab": "compare", "old": old, "new": new, "listed": listed}
    if old is not None and new is not None:
        shown |= compared(old, new)
    return render(request, "policy/compare.html", shown)


def asked_for(
    request: HttpRequest, head: dict[str, Any]
) -> tuple[PolicyVersion | None, PolicyVersion | None]:
    """Return the two versions asked for: else the one in force, and the draft or the one before."""
    numbers = [number_in(request.GET.get(name)) for name in ("old", "new")]
    if None not in numbers:
        old, new = (version_shown(request.user, number) for number in numbers if number is not None)
        return old, new
    in_force = head["in_force"]
    if in_force is not None and head["draft"] is not None:
        return in_force, head["draft"]
    before = versions_seen_by(request.user).filter(number__lt=getattr(in_force, "number", 0))
    return before.first(), in_force


def compared(old: PolicyVersion, new: PolicyVersion) -> dict[str, Any]:
    """Compare the texts, and what they say where both are valid."""
    files = hunks(old.text, new.text)
    lines = [line for hunk in files for line in hunk.lines]
    before, after = (
        read_policy(one.text, measures=VOCABULARY, name=str(one.number))[0] for one in (old, new)
    )
    both_valid = before is not None and after is not None
    return {
        "hunks": files,
        "gone": sum(line.kind == "out" for line in lines),
        "came": sum(line.kind == "in" for line in lines),
        "both_valid": both_valid,
        "changes": differences(before, after, measures=VOCABULARY)
        if before is not None and after is not None
        else [],
    }
