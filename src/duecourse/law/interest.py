"""Interest that the law, or the contract, grants a seller on late money."""

from datetime import date, timedelta
from decimal import Decimal

from duecourse.law.day_count import days_between
from duecourse.law.rates import NoRateInForce, in_force, rate_on, spans
from duecourse.law.regime import FROZEN, Regime
from duecourse.values.money import NO_CURRENCY, rounded


def late_interest(
    principal: Decimal,
    *,
    due_on: date,
    until: date,
    regime: Regime,
    contract_on: date | None = None,
    currency: str = NO_CURRENCY,
) -> Decimal:
    """Simple interest from the day after the due date up to and including ``until``.

    Units:
        principal: money in any one currency, taxes included; the result is in the same.

    Returns:
        zero when nothing is late; otherwise rounded half up to the currency's decimals, once,
        at the end.

    Raises:
        NoRateInForce: a rate that is needed is not known.
        ValueError: the principal is negative.

    Source: docs/algorithms/late-interest.md.
    """
    if principal < 0:
        raise ValueError(f"principal must not be negative, got {principal}")
    counted = rate_days(due_on=due_on, until=until, regime=regime, contract_on=contract_on)
    return rounded(principal * counted / regime.days_in_unit, currency)


def interest_share(
    *, due_on: date, until: date, regime: Regime, contract_on: date | None = None
) -> Decimal:
    """Return the interest as a share of the principal, not rounded.

    One share serves every debt of the same due date: ``late_interest`` is the principal times it.

    Raises:
        NoRateInForce: a rate that is needed is not known.

    Source: docs/algorithms/late-interest.md.
    """
    counted = rate_days(due_on=due_on, until=until, regime=regime, contract_on=contract_on)
    return counted / regime.days_in_unit


def rate_days(
    *, due_on: date, until: date, regime: Regime, contract_on: date | None = None
) -> Decimal:
    """Sum rate times days over the delay, exactly; dividing is left to the end.

    Days of grace are not counted, but a rate that freezes does so on the first day late: grace
    is the seller's patience, and moves neither the breach nor the start of lateness.

    Raises:
        NoRateInForce: a rate that is needed is not known.
    """
    first_late = due_on + timedelta(days=1)
    first_counted = first_late + timedelta(days=regime.grace_days)
    if until < first_counted:
        return Decimal(0)
    pieces = (
        [(rate_on(first_late, regime.series), first_counted, until)]
        if regime.rate_behaviour in FROZEN
        else spans(first_counted, until, regime.series)
    )
    margin = margin_of(regime, contract_on or due_on)
    factor = Decimal(1) if regime.mark_up is None else 1 + regime.mark_up.claimed
    return sum(
        (
            (published + margin) * factor * days_between(first, last, regime.day_count)
            for published, first, last in pieces
        ),
        Decimal(0),
    )


def margin_of(regime: Regime, contract_on: date) -> Decimal:
    """Return the points added for a contract of that day; none where the law adds none.

    Raises:
        NoRateInForce: the contract is older than the rules that are held.
    """
    if not regime.margins:
        return Decimal(0)
    first = min(regime.margins)
    if contract_on < first:
        raise NoRateInForce(
            f"{regime.id} is held for contracts from {first} on, and this one is of {contract_on}. "
            "Claim what the contract agrees, or ask a lawyer for the older rule."
        )
    return in_force(contract_on, regime.margins)
