"""What a rule says about an agreement, as a value: how grave, the sentence, the source."""

from dataclasses import dataclass
from typing import Literal

from duecourse.values.says import Says

Gravity = Literal["breach", "doubt", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a person should know about an agreed term or rate.

    ``breach``: the law does not let it stand; ``doubt``: it may fall, or needs a ground;
    ``note``: what the law fills in where nothing is agreed.
    """

    rule: str
    gravity: Gravity
    says: Says
    source: str


def filled(says: Says, **blanks: object) -> Says:
    """Fill the blanks of a sentence in both languages.

    >>> filled(Says("{days} 天", "{days} days"), days=60).en
    '60 days'
    """
    return Says(zh=says.zh.format(**blanks), en=says.en.format(**blanks))
