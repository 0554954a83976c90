"""The words that people read: ``wording/*.toml``, each key in Chinese and English."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from duecourse.values.says import LANGUAGES, Language, Says

OWN_FILES = (
    "report",
    "figures",
    "decisions",
    "columns",
    "codes",
    "web",
    "tables",
    "letters",
    "chasing",
    "deciding",
    "policy_pages",
    "quarter",
    "import",
    "imports_page",
)


class NoSuchWording(KeyError):
    """A sentence is asked for that no wording file has."""


@dataclass(frozen=True, slots=True)
class Words:
    """Every wording of the house in one language."""

    language: Language
    texts: Mapping[str, Says]

    def __call__(self, key: str, **blanks: object) -> str:
        """Return a wording with its blanks filled.

        Raises:
            NoSuchWording: there is no such key.
        """
        if key not in self.texts:
            raise NoSuchWording(f"No wording for {key!r}: add it to present/wording, zh and en.")
        text = self.texts[key].in_language(self.language)
        return text.format(**blanks) if blanks else text

    def known(self, key: str, otherwise: str) -> str:
        """Return a wording, or the text given where there is none."""
        return self(key) if key in self.texts else otherwise

    def group(self, name: str) -> dict[str, str]:
        """Return the wordings under one heading, by what follows its name."""
        start = f"{name}."
        return {key.removeprefix(start): self(key) for key in self.texts if key.startswith(start)}


@cache
def words(language: Language) -> Words:
    """Load the house's own wordings in one language."""
    texts: dict[str, Says] = {}
    for name in OWN_FILES:
        texts |= texts_of(name)
    return Words(language, texts)


@cache
def texts_of(name: str) -> dict[str, Says]:
    """Read one wording file; keys of tables are joined with points.

    Raises:
        ValueError: a key lacks one of the two languages.
    """
    text = files("duecourse.present").joinpath("wording", f"{name}.toml").read_text("utf-8")
    return dict(entries(tomllib.loads(text), ()))


def entries(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, Says]]:
    """Walk the tables of a wording file down to its pairs of sentences."""
    if set(table) & set(LANGUAGES):
        if set(table) != set(LANGUAGES):
            raise ValueError(f"{'.'.join(path)} needs both zh and en, and nothing else.")
        yield ".".join(path), Says(zh=table["zh"], en=table["en"])
        return
    for key, inner in table.items():
        yield from entries(inner, (*path, key))
