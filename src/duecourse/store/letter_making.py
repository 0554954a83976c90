"""What letters are made of, on the way between the database and the domain."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
from django.conf import settings

from duecourse.policy.shapes import Policy
from duecourse.present.letter import (
    Item,
    LetterFacts,
    Line,
    Wording,
    as_json,
    composed,
    from_json,
)
from duecourse.present.letter_check import Fresh, in_order, part_of, planned_line
from duecourse.present.shipped_letters import shipped_wording
from duecourse.store.chasing_pauses import is_paused
from duecourse.store.letter_templates import LetterTemplate
from duecourse.store.outbox import Letter, LetterKind, LetterLine
from duecourse.values.days import day_of
from duecourse.values.says import Language

Templates = Mapping[tuple[str, str], LetterTemplate]


def letters_wait() -> bool:
    """Say whether letters wait for a person; so they do, unless the environment says otherwise."""
    return bool(getattr(settings, "LETTERS_WAIT", True))


def purpose_of(letter: Letter) -> str:
    """Name the template that a letter is worded by: its level, or its kind."""
    return letter.level if letter.kind == LetterKind.DUNNING else letter.kind


def facts_of(letter: Letter, lines: Sequence[Line] | None = None, *, company: str) -> LetterFacts:
    """Gather what a letter can say; with ``lines``, of those instead of its own."""
    return LetterFacts(
        kind=letter.kind,
        level=letter.level,
        language=language_of(letter),
        customer_id=letter.customer_id,
        customer=letter.customer_name or letter.customer_id,
        company=company,
        as_of=letter.as_of,
        lines=lines_of(letter) if lines is None else in_order(lines),
        account=from_json(letter.account),
        salesperson=letter.salesperson or "",
    )


def language_of(letter: Letter) -> Language:
    """Return the language of a letter."""
    return "zh" if letter.language == "zh" else "en"


def lines_of(letter: Letter) -> list[Line]:
    """Read the lines of a letter, in its order."""
    return [
        Line(
            invoice_id=line.invoice_id,
            part=line.part,
            level=line.level,
            days_past_due=line.days_past_due,
            amount=line.amount,
            currency=line.currency,
            late_interest=line.late_interest,
        )
        for line in letter.lines.all()
    ]


def line_rows(letter: Letter, lines: Sequence[Line]) -> list[LetterLine]:
    """Make the rows of a letter's lines, not yet kept."""
    return [
        LetterLine(
            letter=letter,
            invoice_id=line.invoice_id,
            part=line.part,
            level=line.level,
            days_past_due=line.days_past_due,
            amount=line.amount,
            currency=line.currency,
            late_interest=line.late_interest,
        )
        for line in lines
    ]


def worded(letter: Letter, facts: LetterFacts, policy: Policy, templates: Templates) -> None:
    """Word a letter by the template that holds, the company's own or the shipped one."""
    purpose = purpose_of(letter)
    own = templates.get((purpose, facts.language))
    letter.template = own
    wording = composed(facts, template_wording(own, purpose, policy, facts.language))
    letter.subject, letter.body = wording.subject, wording.body


def template_wording(
    own: LetterTemplate | None, purpose: str, policy: Policy, language: Language
) -> Wording:
    """Return the text of a template: the company's own where there is one."""
    if own is not None:
        return Wording(own.subject, own.body)
    return shipped_wording(purpose, policy.dunning.levels, language)


def company_of(policy: Policy, letter: Letter) -> str:
    """Return the name under which the company writes."""
    return policy.company.in_language(language_of(letter))


def fresh_of(
    frames: Mapping[str, pa.Table], customer_id: str, policy: Policy, as_of: date
) -> Fresh:
    """Read what a position just worked out says of a customer's overdue parts."""
    ladder = policy.dunning.levels
    planned = [
        planned_line(row, ladder)
        for row in rows_about(frames["dunning"], customer_id)
        if row["letter_level"] is not None
    ]
    return Fresh(
        planned={part_of(line): line for line in planned},
        left_out={
            (row["invoice_id"], row["part"] or 1): row["reason"]
            for row in rows_about(frames["not_dunned"], customer_id)
        },
        open=frozenset(
            (row["invoice_id"], row["part"] or 1)
            for row in rows_about(frames["invoices"], customer_id)
            if row["invoice_id"] and row["open_amount"] > 0
        ),
        paused=is_paused(customer_id, as_of),
    )


def account_of(frames: Mapping[str, pa.Table], customer_id: str) -> list[dict[str, Any]]:
    """Write the statement of account from a position just worked out."""
    rows = rows_about(frames["invoices"], customer_id)
    return as_json(in_due_order(item_of(row) for row in rows))


def item_of(row: Mapping[str, Any]) -> Item:
    """Read an open part, from a frame (days as numbers) or from the database (days as dates)."""
    return Item(
        invoice_id=row["invoice_id"] or "",
        part=row["part"] or 1,
        issued_on=as_date(row["issued_on"]),
        due_on=as_date(row["due_on"]),
        currency=row["currency"],
        amount=None if row["amount"] is None else Decimal(row["amount"]),
        open_amount=Decimal(row["open_amount"]),
        days_past_due=row["days_past_due"] or 0,
    )


def in_due_order(items: Iterable[Item]) -> list[Item]:
    """Bring a statement of account into its order: by due day, credits last."""
    never = date.max
    return sorted(items, key=lambda item: (item.due_on or never, item.invoice_id, item.part))


def as_date(value: Any) -> date | None:
    """Read a day number as a date; dates stay."""
    return day_of(value) if isinstance(value, int) else value


def rows_about(table: pa.Table, customer_id: str) -> list[dict[str, Any]]:
    """Read a customer's rows of a table."""
    return [row for row in table.to_pylist() if row["customer_id"] == customer_id]
