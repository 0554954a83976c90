"""What a policy can be asked about: its figures, each with answers that are plausible and wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duecourse.policy import phrases
from duecourse.policy.shapes import GRADES, Policy, Terms
from duecourse.policy.words import Words
from duecourse.values.says import Says

ROLES = ("sales", "finance", "risk", "manager")
RHYTHMS = ("month", "quarter", "half-year", "year")
OTHER_TERMS = (
    *(Terms("", net_days=days) for days in (15, 30, 45, 60, 90)),
    Terms("", prepaid_share=Decimal(1)),
)
TIMES = (Decimal("0.5"), Decimal("1.5"), Decimal(2), Decimal("0.8"))
USUAL_DAYS = (3, 7, 10, 14, 30, 45, 60, 90, 120)
USUAL_SCORES = tuple(map(Decimal, (40, 50, 60, 65, 75, 80, 90)))


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a policy says: how to ask for it, the answer, and others in its place."""

    id: str
    asks: Callable[[Words], str]
    right: Any
    others: tuple[Any, ...]
    write: Callable[[Any, Words], str]


def facts(policy: Policy) -> Iterator[Fact]:
    """List what a policy can be asked about, in its order."""
    yield from of_grades(policy)
    yield from of_terms(policy)
    yield from of_observation(policy)
    yield from of_holds(policy)
    yield from of_ladder(policy)
    yield from of_authority(policy)
    yield from of_reviews(policy)


def asking(key: str, **blanks: Callable[[Words], str]) -> Callable[[Words], str]:
    """Word a question, each blank in the language of who reads."""
    return lambda words: words.word(
        "quiz", key, **{name: said(words) for name, said in blanks.items()}
    )


def as_it_is(text: str) -> Callable[[Words], str]:
    """Say something that reads alike in both languages."""
    return lambda _: text


def sentence(says: Says) -> Callable[[Words], str]:
    """Say a sentence of the policy."""
    return lambda words: words.says(says)


def named_role(role: str) -> Callable[[Words], str]:
    """Say who."""
    return lambda words: words.word("role", role)


def in_money(amount: Decimal, words: Words) -> str:
    """Write an amount."""
    return words.money(amount)


def in_days(days: int, words: Words) -> str:
    """Write a number of days."""
    return words.singular(words.word("unit", "days", number=words.number(days)), days)


def in_points(score: Decimal, words: Words) -> str:
    """Write a score."""
    return words.word("quiz", "points", points=words.number(score))


def as_role(role: str, words: Words) -> str:
    """Write who."""
    return words.word("role", role)


def as_rhythm(every: str, words: Words) -> str:
    """Write how often."""
    return words.word("every", every)


def as_grade(grade: str, words: Words) -> str:
    """Write a grade."""
    return words.word("quiz", "grade", grade=grade)


def of_grades(policy: Policy) -> Iterator[Fact]:
    """Ask from which score a grade is given, and what keeps it down."""
    for grade in GRADES[:-1]:
        right = policy.grades[grade].score
        own = tuple(policy.grades[other].score for other in GRADES if other != grade)
        asks = asking("score", grade=as_it_is(grade))
        yield Fact(f"grades.{grade}", asks, right, (*own, *USUAL_SCORES), in_points)
    for cap in policy.caps:
        others = tuple(grade for grade in GRADES if grade != cap.at_most)
        asks = asking("cap", says=sentence(cap.says))
        yield Fact(f"grade_cap.{cap.id}", asks, cap.at_most, others, as_grade)


def of_terms(policy: Policy) -> Iterator[Fact]:
    """Ask which terms a grade is granted, where it is granted one kind."""
    for grade in GRADES:
        granted = {option.terms for option in policy.options[grade]}
        if len(granted) != 1:
            continue
        [right] = granted
        others = tuple(rule for name, rule in policy.terms.items() if name != right)
        asks = asking("terms", grade=as_it_is(grade))
        yield Fact(
            f"grade.{grade}", asks, policy.terms[right], (*others, *OTHER_TERMS), phrases.terms
        )


def of_observation(policy: Policy) -> Iterator[Fact]:
    """Ask how a new customer starts."""
    rule = policy.observation
    if rule is None:
        return
    amounts = tuple(rule.first_limit * times for times in TIMES)
    yield Fact("observation.limit", asking("first_limit"), rule.first_limit, amounts, in_money)
    listed = tuple(one for name, one in policy.terms.items() if name != rule.first_terms)
    right = policy.terms[rule.first_terms]
    asks = asking("first_terms")
    yield Fact("observation.terms", asks, right, (*listed, *OTHER_TERMS), phrases.terms)


def of_holds(policy: Policy) -> Iterator[Fact]:
    """Ask who may release a hold."""
    for hold in policy.holds:
        others = tuple(role for role in ROLES if role != hold.release_by)
        asks = asking("release", says=sentence(hold.says))
        yield Fact(f"hold.{hold.id}", asks, hold.release_by, others, as_role)


def of_ladder(policy: Policy) -> Iterator[Fact]:
    """Ask on which day each step of the ladder is due, and how far letters are apart."""
    days = tuple(level.after_days for level in policy.dunning.levels)
    for level in policy.dunning.levels:
        others = (*(day for day in days if day != level.after_days), *USUAL_DAYS)
        asks = asking("level", says=sentence(level.says))
        yield Fact(f"dunning.{level.id}", asks, level.after_days, others, in_days)
    yield Fact("dunning.gap", asking("gap"), policy.dunning.min_gap_days, USUAL_DAYS, in_days)


def of_authority(policy: Policy) -> Iterator[Fact]:
    """Ask who may grant how much, and from when a second person must agree."""
    listed = [rule.grant_up_to for rule in policy.authority]
    for rule in policy.authority:
        own = rule.grant_up_to
        others = (*(one for one in listed if one != own), *(own * times for times in TIMES))
        asks = asking("authority", role=named_role(rule.role))
        yield Fact(f"authority.{rule.role}", asks, own, others, in_money)
        if rule.four_eyes_above is not None:
            above = rule.four_eyes_above
            again = tuple(above * times for times in TIMES)
            asks = asking("four_eyes", role=named_role(rule.role))
            yield Fact(f"four_eyes.{rule.role}", asks, above, again, in_money)


def of_reviews(policy: Policy) -> Iterator[Fact]:
    """Ask how often the customers of a grade are looked at."""
    for grade, every in policy.review.customers.items():
        others = tuple(other for other in RHYTHMS if other != every)
        asks = asking("review", grade=as_it_is(grade))
        yield Fact(f"review.{grade}", asks, every, others, as_rhythm)
