"""The words: each sentence in both languages, with the same blanks."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from duecourse.values.says import LANGUAGES
from rules.tree import files

WORDING = Path("src", "duecourse", "present", "wording")
BLANK = re.compile(r"\{(\w+)")


def faults(root: Path) -> list[str]:
    """Name the sentences that lack a language, or whose languages fill different blanks."""
    return [
        f"{path.relative_to(root).as_posix()}: {fault}"
        for path in files(root / WORDING, "*.toml")
        for key, said in sentences(tomllib.loads(path.read_text("utf-8")))
        for fault in faults_of(key, said)
    ]


def sentences(words: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each sentence with its full key; a table that names no language holds more keys."""
    for name, value in words.items():
        key = f"{above}.{name}" if above else name
        if isinstance(value, Mapping) and not set(LANGUAGES) & set(value):
            yield from sentences(value, key)
        else:
            yield key, value


def faults_of(key: str, said: Any) -> list[str]:
    """Say what is wrong with one sentence.

    >>> faults_of("due", {"zh": "{days} 天", "en": "today"})
    ['due: the languages do not have the same blanks']
    """
    if not isinstance(said, Mapping):
        return [f"{key}: is not worded in {' and '.join(LANGUAGES)}"]
    lacking = [language for language in LANGUAGES if not str(said.get(language, "")).strip()]
    if lacking:
        return [f"{key}: has no {' and no '.join(lacking)}"]
    blanks = {frozenset(BLANK.findall(str(said[language]))) for language in LANGUAGES}
    return [f"{key}: the languages do not have the same blanks"] if len(blanks) > 1 else []
