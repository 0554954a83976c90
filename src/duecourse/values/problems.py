"""What is wrong with the facts, as values: where, what, and the details its sentence names."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in a source that a person should mend.

    ``code`` names the wording (``present/wording/problems.toml``: what is so, what to do);
    ``details`` fill its blanks. ``row`` counts as the file's own program does, from 1, header
    included; None where the whole file or table is meant.
    """

    code: str
    file: str
    row: int | None = None
    column: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)


class IncompleteFrame(ValueError):
    """A frame lacks columns that a measure needs."""
