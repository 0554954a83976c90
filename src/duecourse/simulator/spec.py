"""What an example company should be like."""

from dataclasses import dataclass
from datetime import date

from duecourse.simulator.places import CURRENCY_PLACE
from duecourse.values.days import day_number, month_start, months_back
from duecourse.values.refusals import Refusal
from duecourse.values.says import LANGUAGES, Language

LEAST_MONTHS = 12
MOST_MONTHS = 240
EARLIEST = date(1990, 1, 1)


class NoSuchCompany(Refusal, ValueError):
    """No example company can be made to this description."""


@dataclass(frozen=True, slots=True)
class CompanySpec:
    """One example company; equal specs give equal companies, byte for byte.

    Units:
        invoices: how many, credit notes included, exactly.
        as_of: the last day on the books; nothing happens later.
        months: calendar months of history, that of ``as_of`` included.
    """

    seed: int = 7
    customers: int = 120
    invoices: int = 6_000
    as_of: date = date(2026, 3, 31)
    months: int = 36
    currency: str = "CNY"
    language: Language = "zh"

    def __post_init__(self) -> None:
        """Refuse what cannot be made, saying what can."""
        known = ", ".join(CURRENCY_PLACE)
        refusals = (
            (self.customers < 1, "least-customers", "at least one customer"),
            (self.invoices < 1, "least-invoices", "at least one invoice"),
            (self.seed < 0, "negative-seed", "a seed from 0 on"),
            (
                not LEAST_MONTHS <= self.months <= MOST_MONTHS,
                "months-out-of-range",
                "12 to 240 months of history",
            ),
            (
                self.first_day < EARLIEST,
                "starts-too-early",
                f"a history that starts in {EARLIEST.year} or later",
            ),
            (self.currency not in CURRENCY_PLACE, "no-such-place", f"one of {known}"),
            (
                self.language not in LANGUAGES,
                "no-such-language",
                "a language of the house, zh or en",
            ),
        )
        for refused, code, needed in refusals:
            if refused:
                says = f"An example company needs {needed}; this is {self}."
                raise NoSuchCompany(says, code, year=EARLIEST.year, known=known)

    @property
    def first_day(self) -> date:
        """Return the first day of the history."""
        return months_back(month_start(self.as_of), self.months - 1)

    @property
    def last(self) -> int:
        """Return the number of the last day on the books."""
        return day_number(self.as_of)
