"""Wordings that are chosen when they are shown: a table is named before anybody asks for it."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language

from duecourse.present.wording import Words, texts_of, words
from duecourse.values.says import Language


def language_in_use() -> Language:
    """Return the language in which the page is being made."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


def word_now() -> Words:
    """Return the wordings in the language of the page."""
    return words(language_in_use())


def said(make: Callable[[], str]) -> Any:
    """Word something each time that it is shown."""
    return lazy(make, str)()


def worded(key: str) -> Any:
    """Word a key of the tables each time that it is shown."""
    return said(lambda: word_now()(f"tables.{key}"))


def heading_of(column: str) -> str:
    """Name a column; as it stands in the database where nothing better is known."""
    word = word_now()
    return word.known(f"tables.column.{column}", word.known(f"column.{column}", column))


def ledger_name(table: str) -> str:
    """Name a table of the ledger."""
    return texts_of("import")[f"table.{table}"].in_language(language_in_use())
