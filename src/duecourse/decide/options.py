"""Options: which of a grade's offers a customer gets."""

from dataclasses import dataclass

import narwhals.stable.v2 as nw

from duecourse.policy.shapes import Grade, Option, Policy, Terms


@dataclass(frozen=True, slots=True)
class Offer:
    """One option of one grade: its place (1 is the first) and the terms it names."""

    grade: Grade
    place: int
    option: Option
    terms: Terms


def offers_of(policy: Policy) -> tuple[Offer, ...]:
    """List every option of every grade, in order."""
    return tuple(
        Offer(grade, place, option, policy.terms[option.terms])
        for grade, options in policy.options.items()
        for place, option in enumerate(options, start=1)
    )


def taken(offer: Offer) -> nw.Expr:
    """Say whether a customer has this offer, once ``option`` is decided."""
    return (nw.col("grade") == offer.grade) & (nw.col("option") == offer.place)
