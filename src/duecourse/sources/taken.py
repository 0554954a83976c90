"""Which column of a file was taken for what, so that a person can see and correct it."""

from dataclasses import dataclass
from typing import Literal

How = Literal["name", "dictionary", "mapping", "derived", "assumed"]


@dataclass(frozen=True, slots=True)
class Taken:
    """One column of the ledger and where it came from.

    ``header`` is the file's; ``passed_over`` are headers that would have done as well; ``less``
    is the header of the amount that is subtracted.
    """

    table: str
    column: str
    file: str
    header: str
    how: How
    passed_over: tuple[str, ...] = ()
    less: str = ""
