"""What a day's plan says of letters, beside the letters that there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Min, QuerySet

from duecourse.policy.shapes import Policy
from duecourse.present.letter import Line, as_json
from duecourse.present.letter_check import Part, part_of, planned_line
from duecourse.store.chasing_pauses import pauses_on
from duecourse.store.facts import FACTS
from duecourse.store.letter_making import in_due_order, item_of, lines_of
from duecourse.store.outbox import Letter, LetterKind, LetterLine, LetterState
from duecourse.store.positions import PositionDay, PositionDunning, PositionLeftOut, PositionPart

PLANNED = (
    *("customer_id", "invoice_id", "part", "level", "letter_level", "days_past_due"),
    *("chase_amount", "currency", "late_interest"),
)
ITEM = (
    *("invoice_id", "part", "issued_on", "due_on", "currency"),
    *("amount", "open_amount", "days_past_due"),
)
TOLD = ("customer_id", "name", "country", "language", "email", "salesperson")
KEY = ("invoice_id", "part", "level")
Lines = dict[str, list[Line]]


@dataclass(slots=True)
class Plan:
    """What is to be done about letters.

    ``lines`` by customer; ``replaced``: drafts in whose place they come; ``withheld``: drafts of
    which nothing is left, with the reason.
    """

    lines: Lines = field(default_factory=dict)
    replaced: dict[str, Letter] = field(default_factory=dict)
    withheld: list[tuple[Letter, str]] = field(default_factory=list)

    @property
    def unchanged(self) -> bool:
        """Say whether there is nothing to do."""
        return not self.lines and not self.withheld


def plan_of(day: PositionDay, policy: Policy) -> Plan:
    """Hold the plan of a day against the letters under way.

    A customer with a letter that waits to go, or that a person wrote, gets no other one; a part
    for which a letter at its level is live is not asked for again.
    """
    lines = lines_planned(day, policy)
    plan = Plan()
    for letter in under_way():
        mine = lines.pop(letter.customer_id, [])
        if letter.edited or letter.state != LetterState.DRAFT:
            continue
        if not mine:
            plan.withheld.append((letter, why_gone(letter, day)))
        elif letter.as_of != day.as_of or set(lines_of(letter)) != set(mine):
            plan.replaced[letter.customer_id] = letter
            plan.lines[letter.customer_id] = mine
    plan.lines |= lines
    return plan


def under_way() -> Iterable[Letter]:
    """Return dunning letters that are not gone yet, locked: nobody lets go what is made anew."""
    waiting = (LetterState.DRAFT, LetterState.QUEUED, LetterState.SENDING)
    letters = Letter.objects.select_for_update(of=("self",))
    letters = letters.filter(kind=LetterKind.DUNNING, state__in=waiting)
    return letters.prefetch_related("lines").order_by("pk")


def lines_planned(day: PositionDay, policy: Policy) -> Lines:
    """Read the letters that a day plans, without those that pauses stop or that went already."""
    paused = set(pauses_on(day.as_of).values_list("customer_id", flat=True))
    went = set(
        LetterLine.objects.filter(live=True)
        .exclude(letter__state=LetterState.DRAFT, letter__edited=False)
        .values_list(*KEY)
    )
    went |= held_back(day, policy.dunning.min_gap_days)
    found: Lines = {}
    rows = PositionDunning.objects.filter(day=day, letter_level__isnull=False)
    for row in rows.order_by("customer_id", "invoice_id", "part").values(*PLANNED):
        line = planned_line(row, policy.dunning.levels)
        if row["customer_id"] not in paused and (*part_of(line), line.level) not in went:
            found.setdefault(row["customer_id"], []).append(line)
    return found


def held_back(day: PositionDay, gap: int) -> set[tuple[str, int, str]]:
    """Name what is not drafted again for a while: a person withdrew it, or it did not arrive.

    What did not arrive is drafted again at once where the ledger has another address by now.
    """
    lately = LetterLine.objects.filter(letter__as_of__gt=day.as_of - timedelta(max(gap, 1)))
    found = set(of_state(lately, LetterState.WITHDRAWN).values_list(*KEY))
    lost = of_state(lately, LetterState.FAILED, LetterState.BOUNCED)
    rows = list(lost.values_list(*KEY, "letter__customer_id", "letter__address"))
    told = customers_told([row[-2] for row in rows])
    return found | {row[:3] for row in rows if row[-1] == (told[row[-2]]["email"] or "")}


def of_state(lines: "QuerySet[LetterLine]", *states: Any) -> "QuerySet[LetterLine]":
    """Leave the lines of letters in some states."""
    return lines.filter(letter__state__in=states, letter__kind=LetterKind.DUNNING)


def why_gone(letter: Letter, day: PositionDay) -> str:
    """Say why nothing of a draft is left: the reasons of the day's plan, else it was paid."""
    if pauses_on(day.as_of).filter(customer_id=letter.customer_id).exists():
        return "paused"
    rows = PositionLeftOut.objects.filter(day=day, customer_id=letter.customer_id)
    reasons = {(row.invoice_id, row.part or 1): row.reason for row in rows}
    whys = [reasons.get(part_of(line), "paid") for line in lines_of(letter)]
    return " ".join(dict.fromkeys(whys)) or "paid"


def customers_told(customers: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    """Read what the ledger tells of some customers that a letter needs."""
    told = FACTS["customers"].objects.filter(superseded=None, customer_id__in=customers)
    found = {row["customer_id"]: row for row in told.values(*TOLD)}
    empty: dict[str, Any] = dict.fromkeys(TOLD)
    return {one: found.get(one, {**empty, "customer_id": one}) for one in customers}


def accounts_of(day: PositionDay, customers: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Write the statements of account of some customers, as of a day."""
    rows = PositionPart.objects.filter(day=day, customer_id__in=customers)
    found: dict[str, list[Any]] = {}
    for row in rows.values("customer_id", *ITEM):
        found.setdefault(row["customer_id"], []).append(item_of(row))
    return {one: as_json(in_due_order(items)) for one, items in found.items()}


def first_day() -> date:
    """Return the first day for which there is a position: then the books were taken over."""
    first = PositionDay.objects.aggregate(first=Min("as_of"))["first"]
    return first or date.max


def taken_over(lines: Sequence[Line], as_of: date) -> set[Part]:
    """Name the parts that were due before the first position and never written to from here."""
    reach = (as_of - first_day()).days
    old = {part_of(line) for line in lines if line.days_past_due > reach}
    sent = LetterLine.objects.filter(letter__state=LetterState.SENT)
    known = sent.filter(invoice_id__in={invoice for invoice, _ in old})
    return old - set(known.values_list("invoice_id", "part"))
