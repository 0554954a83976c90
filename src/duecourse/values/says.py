"""A sentence in both languages of the house."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Says:
    """One meaning, worded in Chinese and in English."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the wording in one language."""
        return self.zh if language == "zh" else self.en
