"""The line that reminds a person to confirm the policy, or tells who has not."""

from typing import Any

from django import template
from django.template import Context

from duecourse.services.rights import Right, may
from duecourse.store.policy_confirmations import to_confirm
from duecourse.store.policy_in_force import policy_of, version_in_force
from duecourse.web.policies.head import today
from duecourse.web.policies.training import trained

register = template.Library()


@register.inclusion_tag("policy/_notice.html", takes_context=True)
def policy_notice(context: Context) -> dict[str, Any]:
    """Gather what the line says; nothing where nobody is to be reminded."""
    user = context["request"].user
    version = version_in_force()
    rule = policy_of(version).training if version is not None else None
    told: dict[str, Any] = {
        "request": context["request"],
        "version": version,
        "own": False,
        "missing": 0,
    }
    if version is None or rule is None:
        return told
    told["own"] = to_confirm(user, version, rule, today())
    if may(user, Right.TRAINING) and not told["own"]:
        told["missing"] = sum(one.on is None for one in trained(version, rule))
    return told
