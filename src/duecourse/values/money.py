"""Money: an amount with its currency beside it, rounded once and half up."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

DECIMALS = {
    **dict.fromkeys(("CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
"""Currencies that do not have two decimals. Source: ISO 4217, list one."""


NO_CURRENCY = "XXX"
"""ISO 4217 for an amount whose currency nobody names; written in hundredths."""


class CurrenciesDiffer(ValueError):
    """Two amounts in different currencies were added or compared."""


def decimals_of(currency: str) -> int:
    """Say how many decimals a currency is written with.

    >>> decimals_of("CNY"), decimals_of("JPY"), decimals_of("KWD")
    (2, 0, 3)
    """
    return DECIMALS.get(currency, 2)


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Round half up to the currency's decimals.

    >>> rounded(Decimal("2.345"), "CNY"), rounded(Decimal("-2.345"), "CNY")
    (Decimal('2.35'), Decimal('-2.35'))
    """
    return amount.quantize(Decimal(1).scaleb(-decimals_of(currency)), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency; other currencies are refused, not guessed."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + other.in_currency(self.currency), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - other.in_currency(self.currency), self.currency)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= other.in_currency(self.currency)

    def __str__(self) -> str:
        return f"{rounded(self.amount, self.currency):,} {self.currency}"

    def in_currency(self, currency: str) -> Decimal:
        """Return the amount, provided that it is in this currency.

        Raises:
            CurrenciesDiffer: it is in another.
        """
        if currency != self.currency:
            raise CurrenciesDiffer(f"{self} is not in {currency}; convert it first.")
        return self.amount
