"""Doubts about what customers get: limits, terms, observation, and who may grant them."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from duecourse.policy.doubts import Doubt, doubt, largest_fixed, options_of, rules_of
from duecourse.policy.shapes import GRADES, Grade, LimitRule, Option, Policy, Terms

DAYS_IN_MONTH = 30
ALWAYS_KNOWN = ("fixed",)


def one_set_of_terms(policy: Policy) -> Iterator[Doubt]:
    """The same terms for every grade: then the grade decides nothing."""
    offered = {
        tuple((option.terms, option.limit, option.discount) for option in policy.options[grade])
        for grade in GRADES
    }
    days = {policy.terms[option.terms] for _, _, option in options_of(policy)}
    if len(offered) == 1 or len(days) == 1:
        yield doubt("one-set-of-terms", "grade")


def limit_shorter_than_terms(policy: Policy) -> Iterator[Doubt]:
    """A limit that is full before the first invoice falls due contradicts its own terms."""
    for grade, place, number, option, rule in rules_of(policy):
        net_days = policy.terms[option.terms].net_days
        carried = days_carried(rule, net_days)
        if carried is not None and carried < net_days:
            yield doubt(
                "limit-shorter-than-terms",
                "grade",
                grade,
                "option",
                place,
                "limit",
                number,
                grade=grade,
                days=carried.quantize(Decimal("0.1")),
                terms=option.terms,
                net_days=net_days,
            )


def days_carried(rule: LimitRule, net_days: int) -> Decimal | None:
    """Return how many days of our sales a limit carries; None where that cannot be said."""
    if rule.rule == "share_of_monthly_volume" and rule.volume == "our_sales":
        return (rule.share or Decimal(0)) * DAYS_IN_MONTH
    if rule.rule == "need" and rule.peak is not None:
        return rule.peak * net_days
    return None


def limit_may_be_unknown(policy: Policy) -> Iterator[Doubt]:
    """Without a figure of our own, a customer of whom little is known has no limit at all."""
    for grade, place, option in options_of(policy):
        if not any(rule.rule in ALWAYS_KNOWN for rule in option.limit):
            yield doubt("no-fixed-limit", "grade", grade, "option", place, "limit", grade=grade)


def option_never_reached(policy: Policy) -> Iterator[Doubt]:
    """What stands behind an option that needs nothing is never offered."""
    for grade in GRADES:
        needs = [option.needs for option in policy.options[grade]]
        free = needs.index(None) if None in needs else len(needs)
        for place in range(free + 1, len(needs)):
            yield doubt("option-never-reached", "grade", grade, "option", place, grade=grade)


def option_always_needs(policy: Policy) -> Iterator[Doubt]:
    """A grade whose every option needs security leaves the others without an answer."""
    for grade in GRADES:
        if all(option.needs is not None for option in policy.options[grade]):
            yield doubt("option-always-needs", "grade", grade, grade=grade)


def worse_grade_longer_terms(policy: Policy) -> Iterator[Doubt]:
    """Without security, a worse grade must not pay later than a better one."""
    for place, worse in enumerate(GRADES):
        for better in GRADES[:place]:
            if unsecured_days(policy, worse) > unsecured_days(policy, better):
                yield doubt("worse-grade-longer-terms", "grade", worse, better=better, worse=worse)


def unsecured_days(policy: Policy, grade: Grade) -> int:
    """Return the longest terms that a grade gets without security."""
    free = [option for option in policy.options[grade] if option.needs is None]
    return max((policy.terms[option.terms].net_days for option in free), default=0)


def discount_outlasts_terms(policy: Policy) -> Iterator[Doubt]:
    """A discount for paying when the invoice is due anyway is a price cut."""
    for grade, place, option in options_of(policy):
        if gives_away(option, policy.terms[option.terms]):
            yield doubt(
                "discount-outlasts-terms",
                "grade",
                grade,
                "option",
                place,
                "discount",
                grade=grade,
                terms=option.terms,
            )


def gives_away(option: Option, terms: Terms) -> bool:
    """Say whether a discount is still open when the invoice falls due."""
    return option.discount is not None and option.discount.within_days >= terms.net_days


def terms_unused(policy: Policy) -> Iterator[Doubt]:
    """Terms that no grade gets."""
    used = {option.terms for _, _, option in options_of(policy)}
    if policy.observation is not None:
        used.add(policy.observation.first_terms)
    for id in policy.terms:
        if id not in used:
            yield doubt("terms-unused", "terms", id, terms=id)


def no_observation(policy: Policy) -> Iterator[Doubt]:
    """New customers are treated like old ones."""
    if policy.observation is None:
        yield doubt("no-observation", "observation")
    elif not policy.observation.exit_tests:
        yield doubt("observation-without-tests", "observation")


def observation_generous(policy: Policy) -> Iterator[Doubt]:
    """A new customer must not start with more than a known one may reach."""
    seen = policy.observation
    if seen is None:
        return
    top = largest_fixed(policy, "A")
    grade_b = largest_fixed(policy, "B")
    for grade, most in (("A", top), ("B", grade_b)):
        if most is not None and seen.first_limit > most:
            yield doubt(
                "first-limit-above-grade",
                "observation",
                "first_limit",
                first_limit=seen.first_limit,
                grade=grade,
                limit=most,
            )
    if policy.terms[seen.first_terms].net_days > unsecured_days(policy, "A"):
        yield doubt("first-terms-longer", "observation", "first_terms", terms=seen.first_terms)


def authority_gaps(policy: Policy) -> Iterator[Doubt]:
    """Somebody must be able to grant the largest limit, and two must agree before it."""
    if not policy.authority:
        yield doubt("no-authority", "authority")
        return
    most = max(role.grant_up_to for role in policy.authority)
    largest = max((largest_fixed(policy, grade) or Decimal(0)) for grade in GRADES)
    if largest > most:
        yield doubt("nobody-may-grant", "authority", limit=largest, most=most)
    for place, role in enumerate(policy.authority):
        if role.four_eyes_above is not None and role.four_eyes_above >= role.grant_up_to:
            yield doubt(
                "four-eyes-never",
                "authority",
                place,
                "four_eyes_above",
                role=role.role,
                four_eyes_above=role.four_eyes_above,
            )


CREDIT: tuple[Callable[[Policy], Iterator[Doubt]], ...] = (
    one_set_of_terms,
    limit_shorter_than_terms,
    limit_may_be_unknown,
    option_never_reached,
    option_always_needs,
    worse_grade_longer_terms,
    discount_outlasts_terms,
    terms_unused,
    no_observation,
    observation_generous,
    authority_gaps,
)
