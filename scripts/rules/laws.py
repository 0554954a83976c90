"""The statutes: each file says where it is written and until when it is known."""

import tomllib
from datetime import date
from pathlib import Path

from rules.tree import files

LAWS = Path("src", "duecourse", "law")


def faults(root: Path) -> list[str]:
    """Name the files under law/ that lack their source or the day until which they are known."""
    return [
        f"{path.relative_to(root).as_posix()}: {fault}"
        for path in files(root / LAWS, "*.toml")
        for fault in faults_of(path.read_text("utf-8"))
    ]


def faults_of(text: str) -> list[str]:
    """Say what one law's file lacks.

    >>> faults_of("source = 'BGB §288'")
    ['known_until is not a day']
    """
    law = tomllib.loads(text)
    source, until = law.get("source"), law.get("known_until")
    return [
        *(["source is empty"] if not source else []),
        *(["known_until is not a day"] if not isinstance(until, date) else []),
    ]
