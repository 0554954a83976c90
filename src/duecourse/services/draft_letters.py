"""The letters of a day, from its plan: one to each customer, as drafts that people look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from duecourse.policy.shapes import Policy
from duecourse.present.letter import Line
from duecourse.present.letter_check import in_order, letter_level
from duecourse.present.shipped_letters import letter_language
from duecourse.store.audit import AuditEvent
from duecourse.store.daily_runs import finish
from duecourse.store.letter_making import (
    Templates,
    company_of,
    facts_of,
    letters_wait,
    line_rows,
    worded,
)
from duecourse.store.letter_plan import (
    Plan,
    accounts_of,
    customers_told,
    plan_of,
    taken_over,
)
from duecourse.store.letter_templates import held_templates
from duecourse.store.letters import move, note, ready_to_go
from duecourse.store.outbox import Channel, Letter, LetterKind, LetterLine, LetterState
from duecourse.store.people import User
from duecourse.store.policy_in_force import policy_of
from duecourse.store.policy_versions import PolicyVersion
from duecourse.store.positions import PositionDay, latest_day

CHUNK = 500
"""Customers whose letters are made at a time."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a day brought: letters made or made anew, and those that were queued by themselves.

    ``taken_over`` counts those that wait because something in them was overdue before the first
    position; ``history`` says that the day is not the latest, so that nothing was written.
    """

    drafts: int = 0
    queued: int = 0
    taken_over: int = 0
    history: bool = False


@dataclass(frozen=True, slots=True)
class Making:
    """What every letter of a run is made with."""

    day: PositionDay
    version: PolicyVersion
    policy: Policy
    templates: Templates
    event: AuditEvent
    user: User | None


def draft_letters(as_of: date, *, stage: str | None = None, user: User | None = None) -> Drafted:
    """Draft one letter to each customer with a step due, at its highest level.

    Drafts that nobody edited are made anew by the day's plan, or withheld where nothing of them is
    left; what a person wrote, queued letters and what was sent are left alone. Nothing is written
    about a day that is not the latest, or to a customer whose chasing is paused. Run again,
    nothing changes.

    Source: docs/algorithms/dunning.md, Letter; docs/adr/0107-letters-once-or-not-at-all.md.
    """
    with transaction.atomic():
        day = PositionDay.objects.select_related("policy_version").filter(as_of=as_of).first()
        drafted = Drafted(history=True)
        if day is not None and day.policy_version is not None and day == latest_day():
            drafted = written(day, day.policy_version, user)
        if stage is not None:
            finish(as_of, stage)
        return drafted


def written(day: PositionDay, version: PolicyVersion, user: User | None) -> Drafted:
    """Write the drafts of the latest day."""
    policy = policy_of(version)
    plan = plan_of(day, policy)
    if plan.unchanged:
        return Drafted()
    event = AuditEvent.objects.create(
        action="letters.drafted",
        subject=day.as_of.isoformat(),
        user=user,
        policy_version=version,
        details={"letters": len(plan.lines), "withheld": len(plan.withheld)},
    )
    making = Making(day, version, policy, held_templates(), event, user)
    for letter, why in plan.withheld:
        move(letter, LetterState.WITHHELD, why=why)
    Letter.objects.filter(pk__in=[letter.pk for letter in plan.replaced.values()]).delete()
    made: list[Letter] = []
    customers = sorted(plan.lines)
    for start in range(0, len(customers), CHUNK):
        made += drafts_for(customers[start : start + CHUNK], plan, making)
    queued = 0 if letters_wait() else sum(queued_by_itself(letter) for letter in made)
    waits = sum(letter.why == "taken-over" for letter in made)
    return Drafted(len(made), queued, waits)


def drafts_for(customers: Sequence[str], plan: Plan, making: Making) -> list[Letter]:
    """Make the drafts for some customers."""
    told, accounts = customers_told(customers), accounts_of(making.day, customers)
    old = taken_over([line for one in customers for line in plan.lines[one]], making.day.as_of)
    made = [
        draft(told[one], in_order(plan.lines[one]), accounts.get(one, []), making)
        for one in customers
        if one in told
    ]
    for letter, lines in made:
        if making.policy.dunning.first_run == "list" and any(
            (line.invoice_id, line.part) in old for line in lines
        ):
            letter.why = "taken-over"
    letters = Letter.objects.bulk_create([letter for letter, _ in made])
    rows = [row for letter, lines in made for row in line_rows(letter, lines)]
    LetterLine.objects.bulk_create(rows)
    return letters


def draft(
    told: Mapping[str, Any], lines: list[Line], account: list[dict[str, Any]], making: Making
) -> tuple[Letter, list[Line]]:
    """Make one draft, worded, not yet kept."""
    level = letter_level(lines, making.policy.dunning.levels)
    address = told["email"] or ""
    letter = Letter(
        customer_id=told["customer_id"],
        customer_name=told["name"] or told["customer_id"],
        salesperson=told["salesperson"],
        kind=LetterKind.DUNNING,
        level=level.id,
        approval=level.approval or "",
        language=letter_language(told["language"], told["country"]),
        channel=Channel.EMAIL if address else Channel.PRINT,
        address=address,
        account=account,
        as_of=making.day.as_of,
        made_by=making.user,
        event=making.event,
        policy_version=making.version,
    )
    facts = facts_of(letter, lines, company=company_of(making.policy, letter))
    worded(letter, facts, making.policy, making.templates)
    return letter, lines


def queued_by_itself(letter: Letter) -> bool:
    """Queue a draft without a person, where nothing in it asks for one."""
    if letter.channel != Channel.EMAIL or letter.why or letter.approval:
        return False
    note(letter, "queued")
    move(letter, LetterState.QUEUED, **ready_to_go(letter))
    return True
