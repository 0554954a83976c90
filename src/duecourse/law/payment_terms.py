"""Payment terms: what a law fills in, how long it lets terms run, and what day one is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from duecourse.law.data import held_country, law_data, law_path
from duecourse.law.findings import Finding, Gravity, filled
from duecourse.law.governing import applies_from
from duecourse.law.rates import NoRateInForce
from duecourse.law.regime import Applies
from duecourse.values.says import Says

Strength = Literal["hard", "soft", "reasonable"]
GRAVITY: Mapping[Strength, Gravity] = {"hard": "breach", "soft": "doubt", "reasonable": "doubt"}

DAYS_TO_A_MONTH_END = 30
"""End-of-month terms can reach so many days beyond those they name."""


@dataclass(frozen=True, slots=True)
class AgreedTerms:
    """What a contract says on paying; no ``net_days``: it says nothing."""

    net_days: int | None
    end_of_month: bool = False
    standard_terms: bool = False
    pay_when_paid: bool = False

    @property
    def longest_reach(self) -> int:
        """The most days that can pass until payment is due."""
        days = self.net_days or 0
        return days + DAYS_TO_A_MONTH_END if self.end_of_month else days


@dataclass(frozen=True, slots=True)
class NeedsGround:
    """Terms above so many days are within the longest, and still need a ground to stand."""

    above_days: int
    says: Says
    standard_terms_only: bool = False


@dataclass(frozen=True, slots=True)
class TermRule:
    """What one law says on terms between one kind of buyer and of seller.

    ``strength`` of the longest: ``hard`` (longer does not stand), ``soft`` (longer only expressly
    and not grossly unfair), ``reasonable`` (longer where the trade does so). ``day_one`` says from
    what the days count.
    """

    id: str
    says: Says
    over: Says
    source: str
    known_until: date
    file: str
    in_force_from: date
    default_days: int
    longest_days: int
    strength: Strength
    day_one: Says
    applies: Applies = field(default_factory=Applies)
    longest_end_of_month: int | None = None
    needs_ground: NeedsGround | None = None
    pay_when_paid: Says | None = None


class NoRuleInForce(NoRateInForce):
    """The law file does not know the rule on a day that is asked about."""


def longest_terms(
    country: str, *, on: date, debtor_class: str | None = None, seller_class: str | None = None
) -> TermRule | None:
    """Return the rule on payment terms; None where no rule is held for these two.

    Raises:
        NoRuleInForce: the day lies beyond what is known.

    Source: docs/algorithms/payment-terms-law.md.
    """
    code = held_country(country)
    for rule in term_rules(code) if code else ():
        if rule.in_force_from <= on and rule.applies.covers(debtor_class, seller_class, on):
            require_read(rule, on)
            return rule
    return None


def require_read(rule: TermRule, on: date) -> None:
    """Refuse a day beyond what is known of a rule, saying what to do.

    Raises:
        NoRuleInForce: the day lies beyond what is known.
    """
    if on > rule.known_until:
        raise NoRuleInForce(
            f"The rule {rule.id} is known until {rule.known_until}, and {on} is asked about. "
            f"Read its source again ({rule.source}) and move known_until in {rule.file}."
        )


def check_terms(
    agreed: AgreedTerms,
    *,
    country: str,
    on: date,
    debtor_class: str | None = None,
    seller_class: str | None = None,
) -> tuple[Finding, ...]:
    """Say what a law has against agreed terms, and what it fills in where there are none.

    No finding: nothing against them, or no rule is held.

    Raises:
        NoRuleInForce: the day lies beyond what is known.
    """
    rule = longest_terms(country, on=on, debtor_class=debtor_class, seller_class=seller_class)
    if rule is None:
        return ()
    found = (against_waiting(agreed, rule), on_length(agreed, rule))
    return tuple(finding for finding in found if finding is not None)


def against_waiting(agreed: AgreedTerms, rule: TermRule) -> Finding | None:
    """Object to a clause that waits for a third party's payment, where the law forbids it."""
    if not agreed.pay_when_paid or rule.pay_when_paid is None:
        return None
    return Finding(rule.id, "breach", rule.pay_when_paid, rule.source)


def on_length(agreed: AgreedTerms, rule: TermRule) -> Finding | None:
    """Object to terms that run too long; say the law's own where none are agreed."""
    if agreed.net_days is None:
        return Finding(rule.id, "note", rule.says, rule.source)
    reach = agreed.longest_reach
    if too_long(agreed, rule):
        says = filled(rule.over, days=reach, longest=rule.longest_days)
        return Finding(rule.id, GRAVITY[rule.strength], says, rule.source)
    lighter = rule.needs_ground
    if lighter is None or reach <= lighter.above_days:
        return None
    if lighter.standard_terms_only and not agreed.standard_terms:
        return None
    return Finding(rule.id, "doubt", filled(lighter.says, days=reach), rule.source)


def too_long(agreed: AgreedTerms, rule: TermRule) -> bool:
    """Say whether agreed terms run beyond the longest; end-of-month ones may have their own."""
    if agreed.end_of_month and rule.longest_end_of_month is not None:
        return (agreed.net_days or 0) > rule.longest_end_of_month
    return agreed.longest_reach > rule.longest_days


def last_day_in_time(rule: TermRule, *, day_one: date) -> date:
    """Return the last day to pay without being late where nothing is agreed.

    ``day_one`` is the day of what the rule counts from (delivery, invoice, acceptance); the
    first day counted is the one after.
    """
    return day_one + timedelta(days=rule.default_days)


@cache
def term_rules(country: str) -> tuple[TermRule, ...]:
    """Read the rules of a country that is held, those for some before those for all."""
    data = law_data(country, "terms")
    given = {"known_until": data["known_until"], "file": law_path(country, "terms")}
    return tuple(term_rule_from({**given, **table}) for table in data["rule"])


def term_rule_from(table: Mapping[str, Any]) -> TermRule:
    """Build a rule from one ``[[rule]]`` table."""
    built: dict[str, Any] = {
        name: Says(**value)
        for name, value in table.items()
        if name in ("says", "over", "day_one", "pay_when_paid")
    }
    if "needs_ground" in table:
        ground = table["needs_ground"]
        built["needs_ground"] = NeedsGround(**{**ground, "says": Says(**ground["says"])})
    return TermRule(**{**table, **built, "applies": applies_from(table.get("applies", {}))})
