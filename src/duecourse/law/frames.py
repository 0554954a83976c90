"""Late interest over frames: one share for each law, debtor, contract and due date, then a join."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

import narwhals.stable.v2 as nw

from duecourse.law.agreed_rate import agreed_regime
from duecourse.law.data import COUNTRIES, law_path
from duecourse.law.governing import first_days, regime_of
from duecourse.law.interest import interest_share
from duecourse.law.rates import NoRateInForce
from duecourse.law.regime import Regime, adjusted
from duecourse.ledger.columns import DTYPES
from duecourse.values.days import day_number, day_of
from duecourse.values.frames import Frame
from duecourse.values.money import DECIMALS
from duecourse.values.problems import Problem
from duecourse.values.rounding import half_up

CASE = ("law", "debtor_class", "due_on", "contract_on")
USUAL_DECIMALS = 2
YEAR = 365


@dataclass(frozen=True, slots=True)
class Claim:
    """What the seller claims on late money, as its policy says.

    ``law`` (a country) holds where the contract names none. Neither named: nothing beyond what
    contracts agree. ``yearly_share`` is claimed on basis ``contract``. ``seller_class`` is
    the seller's own size, as it told its customers (China: sme).
    """

    basis: Literal["statute", "contract"] = "statute"
    yearly_share: Decimal | None = None
    grace_days: int = 0
    law: str | None = None
    mark_up: Decimal | None = None
    seller_class: str | None = None


class Case(NamedTuple):
    """Debts that bear the same share: law and kind of debtor (empty: unknown), due day number.

    ``contract_on`` is a day number that stands for the contract's (None: the due date does).
    """

    law: str
    debtor_class: str
    due_on: int
    contract_on: int | None = None


class Shares(NamedTuple):
    """The share of each case (None: unknown), and why some are unknown."""

    rows: list[tuple[str, str, int, int | None, float | None]]
    problems: list[Problem]


class Unknown(NamedTuple):
    """A case without a share: which problem, in which file, and what the message names."""

    code: str
    file: str
    subject: str
    known_until: str


def interest_cases(parts: Frame) -> Frame:
    """List the different cases among the parts whose contract agrees no rate.

    Shapes:
        parts: law, debtor_class, due_on, signed_on (the contract's day; null: unknown),
            agreed_share (yearly; null: none agreed)
        returns: law, debtor_class (both empty where unknown), due_on, contract_on (the day on
            which a regime began that takes the contract, 0: none yet); each once
    """
    by_law = parts.filter(nw.col("agreed_share").is_null())
    return by_law.select(*case_columns()).unique(list(CASE))


def interest_shares(cases: Iterable[Case], *, as_of: int, claim: Claim) -> Shares:
    """Work out one share for each case; what is unknown is a problem, never a zero.

    A few thousand due dates serve any number of invoices.

    Units:
        as_of: day number

    Returns:
        rows in the order of the cases; one problem for each law and reason, naming the first
        and the last due date it concerns and how many there are.

    Source: docs/algorithms/late-interest.md.
    """
    rows: list[tuple[str, str, int, int | None, float | None]] = []
    unknown: dict[Unknown, list[int]] = {}
    for case in cases:
        found = share_of(Case(*case), as_of=as_of, claim=claim)
        if isinstance(found, Unknown):
            unknown.setdefault(found, []).append(case[2])
        rows.append((*case, None if isinstance(found, Unknown) else float(found)))
    return Shares(rows, [problem_of(why, days) for why, days in unknown.items()])


def share_of(case: Case, *, as_of: int, claim: Claim) -> Decimal | Unknown:
    """Work out the share of one case, or say why it is unknown; nothing claimed is zero."""
    regime = claimed_regime(case, claim)
    if regime is None:
        return Decimal(0)
    if isinstance(regime, Unknown):
        return regime
    try:
        return interest_share(due_on=day_of(case.due_on), until=day_of(as_of), regime=regime)
    except NoRateInForce:
        file = law_path(regime.country, "late_interest")
        return Unknown("rate-unknown", file, regime.id, str(regime.series.known_until))


def claimed_regime(case: Case, claim: Claim) -> Regime | Unknown | None:
    """Find how a case is counted; None: no law named and nothing agreed, so nothing is claimed."""
    if claim.basis == "contract":
        agreed = claim.yearly_share
        return None if agreed is None else agreed_regime(agreed, grace_days=claim.grace_days)
    law = case.law or claim.law
    if not law:
        return None
    regime = regime_of(
        law,
        debtor_class=case.debtor_class,
        seller_class=claim.seller_class,
        contract_on=day_of(case.due_on if case.contract_on is None else case.contract_on),
    )
    if regime is None:
        return Unknown("law-not-held", "contracts", law, "")
    return adjusted(regime, mark_up=claim.mark_up, grace_days=claim.grace_days)


def problem_of(why: Unknown, due: list[int]) -> Problem:
    """Put an unknown share into words' reach: the law, what is known, the due dates concerned."""
    details = {
        "subject": why.subject,
        "known_until": why.known_until,
        "held": ", ".join(COUNTRIES),
        "first_due": str(day_of(min(due))),
        "last_due": str(day_of(max(due))),
        "due_dates": str(len(due)),
    }
    return Problem(why.code, why.file, details=details)


def part_interest(parts: Frame, shares: Frame, *, as_of: int, claim: Claim) -> Frame:
    """Work out the late interest of every part: the agreed rate first, else the share of its case.

    Shapes:
        parts: invoice_id, part, currency, chase_amount, law, debtor_class, due_on, signed_on,
            agreed_share
        shares: the rows of ``interest_shares``: law, debtor_class, due_on, contract_on, share
        returns: invoice_id, part, late_interest, rounded half up to the currency's decimals;
            null where unknown

    Units:
        as_of: day number

    Source: docs/algorithms/late-interest.md.
    """
    counted = nw.lit(as_of - claim.grace_days) - nw.col("due_on")
    agreed = nw.when(counted > 0).then(nw.col("agreed_share") * counted / YEAR).otherwise(0.0)
    share = nw.when(nw.col("agreed_share").is_null()).then(nw.col("share")).otherwise(agreed)
    interest = nw.col("chase_amount").cast(nw.Float64()) * share
    return (
        parts.with_columns(*case_columns())
        .join(shares, on=list(CASE), how="left")
        .select("invoice_id", "part", late_interest=in_decimals(interest).cast(DTYPES["money"]))
    )


def case_columns() -> tuple[nw.Expr, ...]:
    """Write unknown keys as empty text, since unknown never equals unknown in a join."""
    return (
        nw.col("law").fill_null(""),
        nw.col("debtor_class").fill_null(""),
        nw.col("due_on"),
        contract_day().alias("contract_on"),
    )


def contract_day() -> nw.Expr:
    """Write one day for all contracts that come under the same regimes.

    A contract is made by the due date at the latest, which stands in for an unknown day.
    """
    made = nw.coalesce(nw.col("signed_on"), nw.col("due_on"))
    day = nw.lit(0)
    for first in map(day_number, first_days()):
        day = nw.when(made >= first).then(nw.lit(first)).otherwise(day)
    return day.cast(DTYPES["day"])


def in_decimals(amount: nw.Expr) -> nw.Expr:
    """Round half up to the decimals of the row's currency."""
    rounded = half_up(amount, USUAL_DECIMALS)
    for digits in sorted(set(DECIMALS.values())):
        currencies = [code for code, decimals in DECIMALS.items() if decimals == digits]
        rounded = (
            nw.when(nw.col("currency").is_in(currencies))
            .then(half_up(amount, digits))
            .otherwise(rounded)
        )
    return rounded
