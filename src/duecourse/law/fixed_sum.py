"""The fixed sum that some laws grant for each late debt, beside interest."""

from datetime import date
from decimal import Decimal

from duecourse.law.regime import FixedSum, Regime
from duecourse.values.money import Money


def lump_sum(principal: Money, *, regime: Regime, contract_on: date | None = None) -> Money | None:
    """Return the fixed sum for one late debt; None where the law grants none.

    A contract of unknown date is taken for a new one. Nothing owed earns nothing.

    Raises:
        CurrenciesDiffer: the law sizes the debt in its own currency, and this one is in another.

    Source: docs/algorithms/late-interest.md, "Fixed sums".
    """
    granted = fixed_sum_of(regime, contract_on)
    if granted is None or principal.amount <= 0:
        return None
    if len(granted.bands) == 1:
        return Money(granted.bands[0][1], granted.currency)
    size = principal.in_currency(granted.currency)
    reached = [amount for least, amount in granted.bands if size >= least]
    return Money(max(reached, default=Decimal(0)), granted.currency)


def fixed_sum_of(regime: Regime, contract_on: date | None) -> FixedSum | None:
    """Return the rule on fixed sums for a contract of that day, the latest where unknown."""
    known = [
        rule
        for rule in regime.fixed_sums
        if contract_on is None or rule.contracts_from <= contract_on
    ]
    return max(known, key=lambda rule: rule.contracts_from, default=None)
