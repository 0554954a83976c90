"""Doubts about what happens when money is late, and about the house's own routine."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from duecourse.policy.doubts import Doubt, doubt
from duecourse.policy.shapes import GRADES, Policy

LATEST_FIRST_STEP = 30
WIDEST_GAP = 60
LIMIT_MEASURES = ("headroom", "limit_use")
SLOW = ("half-year", "year")


def ladder(policy: Policy) -> Iterator[Doubt]:
    """Steps ascend, begin in time, leave the gap between letters, and no hole."""
    levels = policy.dunning.levels
    if not levels:
        yield doubt("no-dunning", "dunning")
        return
    if levels[0].after_days > LATEST_FIRST_STEP:
        yield doubt(
            "first-step-late", "dunning", "level", 0, "after_days", days=levels[0].after_days
        )
    for place, (before, after) in enumerate(pairwise(levels), start=1):
        path = ("dunning", "level", place, "after_days")
        days = after.after_days - before.after_days
        if days <= 0:
            yield doubt("ladder-not-ascending", *path, level=after.id, before=before.id)
        elif days < policy.dunning.min_gap_days:
            yield doubt(
                "levels-too-close",
                *path,
                level=after.id,
                before=before.id,
                days=days,
                min_gap_days=policy.dunning.min_gap_days,
            )
        elif days > WIDEST_GAP:
            yield doubt("ladder-gap", *path, level=after.id, before=before.id, days=days)


def letter_without_channel(policy: Policy) -> Iterator[Doubt]:
    """A letter needs a way to go out."""
    for place, level in enumerate(policy.dunning.levels):
        if level.action == "letter" and not level.channel:
            yield doubt("letter-without-channel", "dunning", "level", place, level=level.id)
        if level.action == "hand_over" and level.approval is None:
            yield doubt("hand-over-unapproved", "dunning", "level", place, level=level.id)


def holds(policy: Policy) -> Iterator[Doubt]:
    """Orders must stop for something, above all for a limit that is used up."""
    if not any(rule.when.measure in LIMIT_MEASURES for rule in policy.holds):
        yield doubt("limit-never-bites", "hold")


def roles_without_mandate(policy: Policy) -> Iterator[Doubt]:
    """Who releases or approves must be somebody the policy names."""
    roles = {role.role for role in policy.authority}
    if not roles:
        return
    for place, rule in enumerate(policy.holds):
        if rule.release_by not in roles:
            yield doubt(
                "hold-without-release",
                "hold",
                place,
                "release_by",
                id=rule.id,
                role=rule.release_by,
                known=", ".join(sorted(roles)),
            )
    for place, level in enumerate(policy.dunning.levels):
        if level.approval is not None and level.approval not in roles:
            yield doubt(
                "approval-without-mandate",
                "dunning",
                "level",
                place,
                "approval",
                level=level.id,
                role=level.approval,
                known=", ".join(sorted(roles)),
            )


def no_alert(policy: Policy) -> Iterator[Doubt]:
    """Nothing rings."""
    if not policy.alerts:
        yield doubt("no-alert", "alert")


def review_too_rare(policy: Policy) -> Iterator[Doubt]:
    """Every customer with exposure is looked at by a person at least every quarter."""
    for grade in GRADES:
        rhythm = policy.review.customers.get(grade)
        if rhythm is None:
            yield doubt("grade-never-reviewed", "review", "customers", grade=grade)
        elif rhythm in SLOW:
            yield doubt(
                "reviewed-too-rarely", "review", "customers", grade, grade=grade, every=rhythm
            )


def no_training(policy: Policy) -> Iterator[Doubt]:
    """A policy that nobody was trained on is not followed."""
    if policy.training is None or not policy.training.roles:
        yield doubt("no-training", "training")


def windows_upside_down(policy: Policy) -> Iterator[Doubt]:
    """The recent past must be a part of the whole, else there is no trend."""
    if policy.windows.recent_days >= policy.windows.behaviour_days:
        yield doubt(
            "recent-not-recent",
            "policy",
            "windows",
            "recent_days",
            recent=policy.windows.recent_days,
            behaviour=policy.windows.behaviour_days,
        )


COLLECTING: tuple[Callable[[Policy], Iterator[Doubt]], ...] = (
    ladder,
    letter_without_channel,
    holds,
    roles_without_mandate,
    no_alert,
    review_too_rare,
    no_training,
    windows_upside_down,
)
