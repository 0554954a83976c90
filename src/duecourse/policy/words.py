"""Words and figures of a printed policy, in one language."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import cast

from duecourse.values.measure_spec import MeasureSpec, Unit
from duecourse.values.says import Language, Says

MINUS = "\N{MINUS SIGN}"
TEN_THOUSAND = Decimal(10_000)

Wording = Mapping[str, Mapping[str, Mapping[str, str]]]


@cache
def wording() -> Wording:
    """Read the words of the printed policy."""
    text = files(__package__).joinpath("wording.toml").read_text(encoding="utf-8")
    return cast("Wording", tomllib.loads(text))


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that depends on the language: words, figures, lists, days."""

    language: Language
    currency: str
    names: Mapping[str, Says]
    specs: Mapping[str, MeasureSpec]

    def word(self, kind: str, key: str, **blanks: str) -> str:
        """Return a wording with its blanks filled; a key that has none stands for itself."""
        found = wording()[kind].get(key)
        return key if found is None else found[self.language].format(**blanks)

    def has(self, kind: str, key: str) -> bool:
        """Say whether there is a wording."""
        return key in wording().get(kind, {})

    def says(self, sentence: Says) -> str:
        """Return a sentence of the policy."""
        return sentence.in_language(self.language)

    def number(self, value: Decimal | int) -> str:
        """Write a number with separators and no needless zeros."""
        return f"{Decimal(value).normalize():,f}".replace("-", MINUS)

    def percent(self, share: Decimal) -> str:
        """Write a share in percent, set as the language sets it."""
        return f"{self.number(share * 100)}{'%' if self.language == 'zh' else ' %'}"

    def money(self, amount: Decimal) -> str:
        """Write an amount: in Chinese by ten thousands where that is rounder."""
        if self.language == "en" or self.currency not in wording()["currency"]:
            return f"{self.currency} {self.number(amount)}"
        unit = self.word("currency", self.currency)
        tens = amount / TEN_THOUSAND
        is_round = amount >= TEN_THOUSAND and tens == tens.quantize(Decimal("0.01"))
        return f"{self.number(tens)} 万{unit}" if is_round else f"{self.number(amount)} {unit}"

    def day(self, day: date) -> str:
        """Write a date in full."""
        if self.language == "zh":
            return f"{day.year} 年 {day.month} 月 {day.day} 日"
        return f"{day.day} {day:%B} {day.year}"

    def listed(self, parts: Iterable[str]) -> str:
        """Join words as a sentence does."""
        *first, last = list(parts) or [""]
        if self.language == "zh":
            return "、".join([*first, last])
        return f"{', '.join(first)} and {last}" if first else last

    def measure(self, name: str) -> str:
        """Return what a sentence calls a measure; one that nobody named stands as written."""
        if name in wording()["measure"] or name not in self.names:
            return self.word("measure", name)
        return self.says(self.names[name])

    def figure(self, name: str) -> str:
        """Return what a table calls a figure."""
        found = self.names.get(name)
        return self.word("figure", name) if found is None else self.says(found)

    def value(self, name: str, value: Decimal) -> str:
        """Write a value of a measure in its unit."""
        match self.unit(name):
            case "money":
                return self.money(value)
            case "share":
                return self.percent(value)
            case "days" | "months" as unit:
                return self.singular(self.word("unit", unit, number=self.number(value)), value)
        return self.number(value)

    def unit(self, name: str) -> Unit | None:
        """Return what a measure is counted in, None where nobody said."""
        if name in wording()["figure"]:
            return "share"
        shown = wording()["measure"].get(name, {}).get("shown")
        if shown is not None:
            return cast("Unit", shown)
        return self.specs[name].unit if name in self.specs else None

    def singular(self, written: str, value: Decimal | int) -> str:
        """Drop the plural of one."""
        is_one = self.language == "en" and value == 1
        return written.removesuffix("s") if is_one else written


def words_for(
    language: Language,
    *,
    currency: str,
    measures: Mapping[str, MeasureSpec] | None = None,
    names: Mapping[str, Says] | None = None,
) -> Words:
    """Gather the words of one language; the catalogue names measures, else ``names`` do."""
    specs = measures or {}
    called = {**(names or {}), **{name: spec.says for name, spec in specs.items()}}
    return Words(language, currency, called, specs)
