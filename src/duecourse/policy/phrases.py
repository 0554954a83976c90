"""Phrases of a printed policy: one rule of it, in words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from duecourse.policy.bands import direction, reaches_the_best
from duecourse.policy.shapes import (
    Condition,
    Criterion,
    Discount,
    DunningLevel,
    LimitRule,
    Option,
    Terms,
)
from duecourse.policy.words import Words

BOUNDS = ("above", "at_least", "below", "up_to")
FROM_ZERO = {"above": "any_of", "below": "negative", "up_to": "none_of"}


def condition(rule: Condition, words: Words) -> str:
    """Say a condition: a measure against one number or two."""
    bounds = ((name, getattr(rule, name)) for name in BOUNDS)
    return words.word("bound", "joined").join(
        against(rule.measure, name, bound, words) for name, bound in bounds if bound is not None
    )


def against(measure: str, name: str, bound: Decimal, words: Words) -> str:
    """Say one comparison; against zero there may be a plainer wording."""
    kind = FROM_ZERO.get(name, name) if bound == 0 else name
    if words.has(kind, measure):
        return words.word(kind, measure)
    value = words.value(measure, bound)
    return words.word("bound", kind, measure=words.measure(measure), bound=value)


def bands(rule: Criterion, words: Words) -> str:
    """Say the bands of a criterion; a last band that nobody is beyond has no end."""
    figures = [(words.value(rule.measure, bound), words.number(pts)) for bound, pts in rule.bands]
    said = [words.word("band", "up_to", bound=bound, points=pts) for bound, pts in figures]
    has_end = not reaches_the_best(rule, words.unit(rule.measure))
    if len(figures) > 1 and direction(rule) == 1 and not has_end:
        said[-1] = words.word("band", "above", bound=figures[-2][0], points=figures[-1][1])
    else:
        said.append(words.word("band", "above", bound=figures[-1][0], points="0"))
    return words.word("band", "joined").join(said)


def when_unknown(rule: Criterion, words: Words) -> str:
    """Say what silence is worth."""
    if rule.when_unknown is None:
        return words.word("unknown", "skip")
    return words.word("unknown", "points", points=words.number(rule.when_unknown))


def limit_rule(rule: LimitRule, words: Words) -> str:
    """Say one way to size a limit."""
    key: str = rule.rule
    if rule.rule == "share_of_monthly_volume":
        more_than_a_month = rule.share is not None and rule.share > 1
        key = "our_sales_times" if more_than_a_month else rule.volume or "our_sales"
    if rule.rule == "need" and rule.peak not in (None, 1):
        key = "need_times"
    if rule.rule == "fixed" and rule.amount == 0:
        key = "fixed_none"
    times = rule.share if key == "our_sales_times" else rule.peak
    return words.word(
        "limit",
        key,
        share="" if rule.share is None else words.percent(rule.share),
        times="" if times is None else words.number(times),
        amount="" if rule.amount is None else words.money(rule.amount),
    )


def terms(rule: Terms, words: Words) -> str:
    """Say payment terms."""
    if rule.prepaid_share == 1:
        return words.word("terms", "prepaid")
    key = "month_end" if rule.end_of_month else "net" if rule.net_days else "at_once"
    later = words.word("terms", key, days=str(rule.net_days))
    if not rule.prepaid_share:
        return later
    return words.word("terms", "part", share=words.percent(rule.prepaid_share), rest=later)


def offered(rule: Option, listed: Mapping[str, Terms], words: Words) -> str:
    """Say an option's terms, and its discount where anything is left to pay."""
    said = terms(listed[rule.terms], words)
    if listed[rule.terms].prepaid_share == 1:
        return said
    return words.word("terms", "offered", terms=said, discount=discount(rule.discount, words))


def discount(rule: Discount | None, words: Words) -> str:
    """Say a discount, or that there is none."""
    if rule is None:
        return words.word("discount", "none")
    return words.word(
        "discount", "given", days=str(rule.within_days), share=words.percent(rule.share)
    )


def needs(rule: Option, words: Words) -> str:
    """Say what an option asks for."""
    return words.word("needs", rule.needs or "nothing")


def step(level: DunningLevel, words: Words) -> str:
    """Say how a dunning step is taken: the act, its channels, what goes with it."""
    channels = words.listed(words.word("channel", name) for name in level.channel)
    return channels or words.word("action", level.action)


def enclosed(level: DunningLevel, words: Words) -> str:
    """Say what goes with a letter; nothing is a dash."""
    return words.listed(words.word("attach", name) for name in level.attach) or "–"


def roles(names: Iterable[str], words: Words) -> str:
    """Say who: a list of roles."""
    return words.listed(words.word("role", name) for name in names)


def target(name: str, value: Decimal, words: Words) -> str:
    """Say a target: what more is better of is wanted at least, anything else at most."""
    spec = words.specs.get(name)
    key = "at_least" if spec is not None and spec.better == "higher" else "at_most"
    return words.word("target", key, value=words.value(name, value))
