"""Terms: what the option recommends, and what is in force."""

from collections.abc import Mapping

import narwhals.stable.v2 as nw

from duecourse.assess.expressions import NO_TEXT, first_of
from duecourse.decide.observation import under_observation
from duecourse.decide.options import Offer, taken
from duecourse.ledger.terms import PREPAID, PREPAID_TOO
from duecourse.policy.shapes import Observation, Terms


def recommended_terms(offers: tuple[Offer, ...], observation: Observation | None) -> nw.Expr:
    """Return the terms of the option taken; under observation the first terms.

    Who must prepay does so under observation too. Without a grade: unknown.
    """
    own = [(taken(offer), nw.lit(offer.option.terms)) for offer in offers]
    if observation is None:
        return first_of(own, NO_TEXT)
    first = [
        (taken(offer) & under_observation(), nw.lit(observation.first_terms))
        for offer in offers
        if not is_prepaid(offer.terms)
    ]
    return first_of(first + own, NO_TEXT)


def terms() -> nw.Expr:
    """Return the terms in force: the granted ones; none granted, or grade C: the recommended."""
    falls_back = nw.col("granted_terms").is_null() | (nw.col("grade") == "C").fill_null(False)
    return (
        nw.when(falls_back & ~nw.col("recommended_terms").is_null())
        .then(nw.col("recommended_terms"))
        .otherwise(nw.col("granted_terms"))
    )


def is_prepaid(one: Terms) -> bool:
    """Say whether the whole is paid before delivery; a part is not."""
    return one.prepaid_share >= 1


def prepaid(known: Mapping[str, Terms]) -> nw.Expr:
    """Say whether the terms in force are prepaid: by the policy's ids, or as people write it.

    Terms that nobody understands are not.
    """
    ids = {name.lower(): is_prepaid(one) for name, one in known.items()}
    words = {word for word in (*PREPAID, *PREPAID_TOO) if word not in ids}
    meant = sorted(words | {name for name, whole in ids.items() if whole})
    written = nw.col("terms").str.strip_chars().str.to_lowercase()
    return written.is_in(meant).fill_null(False)
