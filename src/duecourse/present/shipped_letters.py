"""The templates that are shipped: friendly reminder, formal notice, statement, confirmation."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from duecourse.policy.shapes import DunningLevel
from duecourse.present.letter import Wording
from duecourse.values.says import Language

FRIENDLY, FORMAL = "friendly", "formal"
KINDS = ("statement", "balance-confirmation")
"""Letters that are no step of a ladder."""


@cache
def shipped() -> dict[tuple[str, Language], Wording]:
    """Read the shipped templates, by name and language."""
    text = files("duecourse.present").joinpath("letter_templates.toml").read_text("utf-8")
    found: dict[tuple[str, Language], Wording] = {}
    for name, texts in tomllib.loads(text).items():
        for language in ("zh", "en"):
            subject, body = texts["subject"][language], texts["body"][language].strip()
            found[name, language] = Wording(subject, body)
    return found


def shipped_wording(purpose: str, ladder: Sequence[DunningLevel], language: Language) -> Wording:
    """Return the shipped template for a level or kind.

    A level that has none of its name speaks as a friendly reminder where it is the first of the
    ladder, as a formal notice else.
    """
    known = shipped()
    if (purpose, language) in known:
        return known[purpose, language]
    first = min(ladder, key=lambda level: level.after_days, default=None)
    tone = FRIENDLY if first is not None and first.id == purpose else FORMAL
    return known[tone, language]


def purposes(ladder: Sequence[DunningLevel]) -> list[str]:
    """Name the letters that a company can word: the letters of its ladder, then the kinds."""
    letters = sorted(ladder, key=lambda level: level.after_days)
    return [*(level.id for level in letters if level.action == "letter"), *KINDS]


def letter_language(language: str | None, country: str | None) -> Language:
    """Choose the language of a letter: the customer's where it is ours, else by its country.

    >>> letter_language("de", "DE"), letter_language(None, "CN"), letter_language(None, None)
    ('en', 'zh', 'zh')
    """
    if language is None:
        return "zh" if country in (None, "CN") else "en"
    return "zh" if language == "zh" else "en"
