"""What stands above every page of the policy: the version in force, drafts, the tabs."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from duecourse.services.rights import Right, may
from duecourse.store.people import User
from duecourse.store.policy_drafts import NoSuchVersion, version_numbered
from duecourse.store.policy_in_force import policy_of, version_in_force
from duecourse.store.policy_versions import PolicyState, PolicyVersion
from duecourse.web.frame import day_in_use


def head_of(request: HttpRequest) -> dict[str, Any]:
    """Gather what the head of the policy's pages shows, and what this person may do."""
    in_force = version_in_force()
    sees_drafts = may(request.user, Right.POLICY_DRAFTS)
    ahead = PolicyVersion.objects.filter(state__in=(PolicyState.DRAFT, PolicyState.APPROVED))
    drafts = list(ahead.select_related("made_by", "asked_by")) if sees_drafts else []
    return {
        "in_force": in_force,
        "policy": policy_of(in_force) if in_force else None,
        "drafts": [one for one in drafts if one.state == PolicyState.DRAFT],
        "waiting": [(one, policy_of(one)) for one in drafts if one.state == PolicyState.APPROVED],
        "draft": next((one for one in drafts if one.state == PolicyState.DRAFT), None),
        "may_write": may(request.user, Right.POLICY_WRITE),
        "may_approve": may(request.user, Right.POLICY_APPROVE),
        "may_see_training": may(request.user, Right.TRAINING),
    }


def version_shown(user: User, number: int) -> PolicyVersion:
    """Return a version that a person may read; a draft is nobody's who does not work on it.

    Raises:
        Http404: there is none, or it is not for them.
    """
    try:
        found = version_numbered(number)
    except NoSuchVersion as none:
        raise Http404 from none
    ahead = found.state in (PolicyState.DRAFT, PolicyState.APPROVED)
    if ahead and not may(user, Right.POLICY_DRAFTS):
        raise Http404
    return found


def versions_seen_by(user: User) -> Any:
    """Return the versions that a person may read, the latest first."""
    versions = PolicyVersion.objects.select_related("made_by", "approved_by")
    if may(user, Right.POLICY_DRAFTS):
        return versions
    return versions.filter(state__in=(PolicyState.PUBLISHED, PolicyState.SUPERSEDED))


def number_in(text: str | None) -> int | None:
    """Read the number of a version, None where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None  # noqa: PLR2004


def today() -> date:
    """Return today where the server is."""
    return timezone.localdate()


def day_of_effect(request: HttpRequest) -> date:
    """Return the day on which a draft is tried: that of the latest position, else today."""
    day = day_in_use(request)
    return today() if day is None else day.as_of
