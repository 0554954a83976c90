"""Order check: one order against the position: approve, approve with conditions, or hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from duecourse.decide.authority import mandates, who_may_grant
from duecourse.decide.holds import NOTICE, STANDING
from duecourse.decide.standing import Standing
from duecourse.policy.shapes import Hold, Policy
from duecourse.values.money import Money, rounded
from duecourse.values.says import Says

Outcome = Literal["approve", "conditions", "hold"]
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a wording's key with its blanks; or in the policy's own words."""

    code: str
    blanks: Mapping[str, str] = field(default_factory=dict)
    says: Says | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of an order.

    ``one_of``: each of these alone would let it go; ``all_of``: these must be met as well.
    ``release_by``: the roles that may let it go as it is; ``four_eyes``: two of them together.
    """

    outcome: Outcome
    reasons: tuple[Reason, ...]
    one_of: tuple[Reason, ...] = ()
    all_of: tuple[Reason, ...] = ()
    release_by: tuple[str, ...] = ()
    four_eyes: bool = False


def check_order(standing: Standing, order: Money, policy: Policy, *, as_of: date) -> Answer:
    """Answer one order.

    Units:
        order: gross, above zero, in the customer's currency (``standing.converted``), not yet
            among its open orders

    Raises:
        ValueError: the order is not above zero.
        CurrenciesDiffer: it is in another currency than the customer's limit.

    Source: docs/algorithms/order-check.md.
    """
    amount = order.in_currency(standing.currency)
    if amount <= 0:
        raise ValueError(f"an order is above zero, got {order}")
    stopping = tuple(rules_that_stop(standing, policy))
    stopped = bool(stopping) or NOTICE in standing.holds
    if STANDING in standing.holds or (stopped and standing.status != "prepay"):
        return held_by_rules(standing, stopping, policy)
    if standing.status == "prepay":
        return prepaid(standing, order, stopping)
    if standing.headroom is None or standing.exposure is None:
        return unknown(policy, Reason("headroom-unknown"))
    if amount <= standing.headroom:
        return within(standing, policy, as_of=as_of)
    if standing.headroom > 0:
        return beyond(standing, order, policy, as_of=as_of)
    return over(standing, order, policy)


def unconverted(order: Money, policy: Policy) -> Answer:
    """Hold an order whose amount cannot be expressed in the customer's currency."""
    return unknown(policy, Reason("rate-unknown", {"currency": order.currency}))


def rules_that_stop(standing: Standing, policy: Policy) -> Iterator[Hold]:
    """List the rules that hold the customer; its headroom is looked at with the order itself."""
    for rule in policy.holds:
        if rule.id in standing.holds and rule.when.measure != "headroom":
            yield rule


def held_by_rules(standing: Standing, rules: tuple[Hold, ...], policy: Policy) -> Answer:
    """Hold an order for what the customer has done, or because a person said so.

    A notice is lifted by the narrowest mandate there is, a person's hold by whoever set it.
    """
    facts = tuple(Reason(name) for name in (STANDING, NOTICE) if name in standing.holds)
    said = tuple(Reason("rule", {"rule": rule.id}, rule.says) for rule in rules)
    able = [rule.release_by for rule in rules]
    if NOTICE in standing.holds:
        able += [mandate.role for mandate in mandates(policy)[:1]]
    return Answer("hold", reasons=facts + said, release_by=tuple(dict.fromkeys(able)))


def prepaid(standing: Standing, order: Money, rules: tuple[Hold, ...]) -> Answer:
    """Let an order go against payment of the whole before delivery."""
    said = tuple(Reason("rule", {"rule": rule.id}, rule.says) for rule in rules)
    terms = Reason("prepaid-terms", {"terms": standing.terms or "", "grade": standing.grade or ""})
    return Answer("conditions", (terms, *said), all_of=(Reason("prepay", told(order)),))


def unknown(policy: Policy, reason: Reason) -> Answer:
    """Hold an order for want of a limit, an exposure or a rate: unknown is no approval."""
    return Answer(
        "hold",
        reasons=(reason,),
        release_by=tuple(widest.role for widest in mandates(policy)[-1:]),
    )


def within(standing: Standing, policy: Policy, *, as_of: date) -> Answer:
    """Approve an order that fits, on condition that what secures it does not end before it."""
    renew = tuple(renewals(standing, policy, as_of=as_of))
    fits = Reason("within", told(standing.in_own(standing.headroom or NOTHING)))
    return Answer("conditions" if renew else "approve", (fits,), all_of=renew)


def beyond(standing: Standing, order: Money, policy: Policy, *, as_of: date) -> Answer:
    """Offer what would make an order fit that is larger than the headroom."""
    room = standing.in_own(standing.headroom or NOTHING)
    gap = order - room
    offers = [Reason("prepay-part", told(gap)), Reason("split", told(room))]
    if standing.security == "wanted":
        offers.append(Reason("security", told(gap)))
    also = (*shorter_terms(standing, policy), *renewals(standing, policy, as_of=as_of))
    release_by, four_eyes = releasing(standing, order, policy)
    return Answer(
        "conditions",
        reasons=(Reason("beyond", {**told(room), "gap": told(gap)["amount"]}),),
        one_of=tuple(offers),
        all_of=also,
        release_by=release_by,
        four_eyes=four_eyes,
    )


def over(standing: Standing, order: Money, policy: Policy) -> Answer:
    """Hold an order of who is at or over the limit already; prepaid it adds nothing."""
    too_much = standing.in_own(NOTHING - (standing.headroom or NOTHING))
    said = tuple(
        Reason("rule", {"rule": rule.id}, rule.says)
        for rule in policy.holds
        if rule.id in standing.holds
    )
    release_by, four_eyes = releasing(standing, order, policy)
    return Answer(
        "hold",
        reasons=(Reason("over", told(too_much)) if too_much.amount else Reason("full"), *said),
        one_of=(Reason("prepay", told(order)),),
        release_by=release_by,
        four_eyes=four_eyes,
    )


def releasing(standing: Standing, order: Money, policy: Policy) -> tuple[tuple[str, ...], bool]:
    """Name who may let an order go beyond the limit, and whether two must.

    It is who may grant as large a limit as is then used; without a rate, whoever may grant most.
    """
    used = standing.at_home((standing.exposure or NOTHING) + order.amount, policy.currency)
    if used is None:
        return tuple(widest.role for widest in mandates(policy)[-1:]), True
    able = who_may_grant(policy, used)
    return tuple(one.role for one in able), bool(able) and able[0].needs_a_second(used)


def shorter_terms(standing: Standing, policy: Policy) -> Iterator[Reason]:
    """Ask for the recommended terms where those in force are longer."""
    now, advised = policy.terms.get(standing.terms or ""), standing.recommended_terms
    better = policy.terms.get(advised or "")
    if now is not None and better is not None and better.net_days < now.net_days:
        yield Reason("shorter-terms", {"terms": better.id, "instead": now.id})


def renewals(standing: Standing, policy: Policy, *, as_of: date) -> Iterator[Reason]:
    """Ask for the renewal of what secures the customer and ends before the order would be due."""
    terms = policy.terms.get(standing.terms or "")
    due_on = as_of + timedelta(days=terms.net_days if terms is not None else 0)
    if standing.security == "held":
        for fact in standing.expiring:
            if as_of <= fact.until < due_on:
                yield Reason(
                    "renew",
                    {"kind": fact.kind, "until": fact.until.isoformat(), **told(fact.amount)},
                )


def told(money: Money) -> dict[str, str]:
    """Fill a wording's blanks with an amount, as its currency writes it."""
    return {"amount": f"{rounded(money.amount, money.currency):,}", "currency": money.currency}
