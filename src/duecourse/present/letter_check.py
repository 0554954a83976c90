"""Whether a letter still holds: its lines held against what the facts say at this moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duecourse.policy.shapes import DunningLevel
from duecourse.present.letter import Line

Part = tuple[str, int]
LATE_INTEREST = "late_interest"
"""In a level's ``with``: its letter claims the interest."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """What a moment says of a customer's overdue parts.

    ``planned`` holds the steps that are due, ``left_out`` why the others are not, ``open`` what is
    open at all; ``paused`` says that nothing is to be written.
    """

    planned: Mapping[Part, Line]
    left_out: Mapping[Part, str]
    open: frozenset[Part]
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What remains of a letter: lines with their figures of today, and why the others are gone."""

    kept: tuple[Line, ...]
    gone: Mapping[Part, str]

    @property
    def why(self) -> str:
        """Name the reasons of the lines that are gone, each once."""
        return " ".join(dict.fromkeys(self.gone.values()))


def checked(lines: Sequence[Line], fresh: Fresh) -> Checked:
    """Hold the lines of a letter against fresh facts.

    Keeps:
        every line is kept or gone, once; what is kept is due at this moment, at the same level.
    """
    why = {part_of(line): reason_gone(line, fresh) for line in lines}
    kept = tuple(fresh.planned[part] for part, reason in why.items() if reason is None)
    return Checked(kept, {part: reason for part, reason in why.items() if reason is not None})


def reason_gone(line: Line, fresh: Fresh) -> str | None:
    """Say why a line is not to be sent; None where it is."""
    part = part_of(line)
    if fresh.paused:
        return "paused"
    if part in fresh.left_out:
        return fresh.left_out[part]
    if part in fresh.planned:
        return None if fresh.planned[part].level == line.level else "level-changed"
    return "not-yet" if part in fresh.open else "paid"


def part_of(line: Line) -> Part:
    """Name the part that a line asks for."""
    return line.invoice_id, line.part


def planned_line(row: Mapping[str, Any], ladder: Sequence[DunningLevel]) -> Line:
    """Read a row of the plan; interest is claimed by the levels whose letters attach it alone."""
    level = next((level for level in ladder if level.id == row["letter_level"]), None)
    claims = level is not None and LATE_INTEREST in level.attach
    interest = row["late_interest"] if claims else None
    return Line(
        invoice_id=row["invoice_id"],
        part=row["part"] or 1,
        level=row["level"],
        days_past_due=row["days_past_due"],
        amount=row["chase_amount"],
        currency=row["currency"],
        late_interest=None if interest is None else Decimal(interest),
    )


def in_order(lines: Sequence[Line]) -> list[Line]:
    """Bring lines into the order of a letter: the latest first."""
    return sorted(lines, key=lambda line: (-line.days_past_due, line.invoice_id, line.part))


def letter_level(lines: Sequence[Line], ladder: Sequence[DunningLevel]) -> DunningLevel:
    """Return the level at which a letter speaks: the highest among its lines.

    Raises:
        LookupError: no line's level is in the ladder.
    """
    found = [level for level in ladder if level.id in {line.level for line in lines}]
    if not found:
        raise LookupError("No line of the letter has a level of the ladder.")
    return max(found, key=lambda level: level.after_days)
