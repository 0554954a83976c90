"""A letter held against the facts of this moment, just before it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pyarrow as pa

from duecourse.policy.shapes import Policy
from duecourse.present.letter import LetterFacts, Line, Wording
from duecourse.present.letter_check import checked, letter_level
from duecourse.store.letter_making import (
    account_of,
    company_of,
    facts_of,
    fresh_of,
    line_rows,
    lines_of,
    worded,
)
from duecourse.store.letter_templates import held_templates
from duecourse.store.letters import move, note
from duecourse.store.outbox import Letter, LetterKind, LetterLine, LetterState


@dataclass(frozen=True, slots=True)
class Ready:
    """What is to be done with a letter: let it go as it now reads, withhold it, or look again.

    ``letter`` carries the new text, not yet kept; ``lines`` what it now asks for; ``gone`` says by
    part why it no longer asks for the others.
    """

    verdict: Literal["go", "withhold", "look"]
    letter: Letter
    lines: Sequence[Line]
    facts: LetterFacts
    why: str = ""
    gone: Mapping[str, str] | None = None

    @property
    def wording(self) -> Wording:
        """Return what the letter says."""
        return Wording(self.letter.subject, self.letter.body)


def recheck(letter: Letter, frames: Mapping[str, pa.Table], policy: Policy, on: date) -> Ready:
    """Hold a letter against a position that was just worked out, and write it anew where it must.

    A text of a person's own is never changed: where the account is not the one that it was written
    about, it goes back to be looked at, beside the account of this moment.

    Shapes:
        frames: ``engines.in_memory.worked_out``, about the letter's customer
    """
    old = lines_of(letter)
    fresh = fresh_of(frames, letter.customer_id, policy, on)
    found = checked(old, fresh)
    dunning = letter.kind == LetterKind.DUNNING
    lines: Sequence[Line] = found.kept if dunning else old
    account = account_of(frames, letter.customer_id)
    company = company_of(policy, letter)
    if dunning and not lines:
        facts = facts_of(letter, old, company=company)
        return Ready("withhold", letter, lines, facts, found.why, named(found.gone))
    if changed(letter, old, lines, account):
        if letter.edited:
            letter.account, letter.as_of = account, on
            if dunning:
                letter.level = letter_level(lines, policy.dunning.levels).id
            facts = facts_of(letter, lines, company=company)
            return Ready("look", letter, lines, facts, "account-changed", named(found.gone))
        return rewritten(letter, lines, account, policy, on, gone=named(found.gone))
    return Ready("go", letter, old, facts_of(letter, old, company=company))


def named(gone: Mapping[tuple[str, int], str]) -> dict[str, str]:
    """Write parts as the trail keeps them."""
    return {f"{invoice}/{part}": why for (invoice, part), why in gone.items()}


def changed(
    letter: Letter, old: Sequence[Line], new: Sequence[Line], account: list[dict[str, Any]]
) -> bool:
    """Say whether what is owed is not what the letter was written about; later days alone do not
    make it another letter."""
    if {asked(line) for line in old} != {asked(line) for line in new}:
        return True
    return [undated(row) for row in letter.account] != [undated(row) for row in account]


def asked(line: Line) -> tuple[Any, ...]:
    """Leave of a line what does not change with every day."""
    return line.invoice_id, line.part, line.level, line.amount, line.currency


def undated(row: Mapping[str, Any]) -> dict[str, Any]:
    """Leave of an open item what does not change with every day."""
    return {name: value for name, value in row.items() if name != "days_past_due"}


def rewritten(
    letter: Letter,
    lines: Sequence[Line],
    account: list[dict[str, Any]],
    policy: Policy,
    on: date,
    *,
    gone: Mapping[str, str],
) -> Ready:
    """Write a letter anew, about what is left and as of this day."""
    letter.account, letter.as_of = account, on
    if letter.kind == LetterKind.DUNNING:
        letter.level = letter_level(lines, policy.dunning.levels).id
    facts = facts_of(letter, lines, company=company_of(policy, letter))
    worded(letter, facts, policy, held_templates())
    return Ready("go", letter, facts.lines, facts, gone=gone)


REWRITTEN = ("account", "as_of", "level", "template", "subject", "body")


def keep_rewritten(ready: Ready) -> None:
    """Keep what a letter now says, in the transaction in which it is claimed or handed out."""
    if ready.gone is None:
        return
    letter = ready.letter
    letter.save(update_fields=REWRITTEN)
    keep_lines(ready)
    note(letter, "rewritten", gone=dict(ready.gone))


def keep_lines(ready: Ready) -> None:
    """Put what a letter now asks for in the place of what it asked for."""
    LetterLine.objects.filter(letter=ready.letter).delete()
    LetterLine.objects.bulk_create(line_rows(ready.letter, ready.lines))


def stop(ready: Ready) -> None:
    """Withhold a letter of which nothing is left, or give it back to be looked at."""
    letter = ready.letter
    if ready.verdict == "withhold":
        move(letter, LetterState.WITHHELD, why=ready.why, next_attempt_at=None)
        note(letter, "withheld", why=ready.why, gone=dict(ready.gone or {}))
        return
    move(letter, LetterState.DRAFT, why=ready.why, approved_by=None, next_attempt_at=None)
    letter.save(update_fields=("account", "as_of", "level"))
    keep_lines(ready)
    note(letter, "given-back", why=ready.why, gone=dict(ready.gone or {}))
