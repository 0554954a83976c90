"""Security: what secures a customer, which option that opens, what is asked for."""

import narwhals.stable.v2 as nw

from duecourse.assess.expressions import NO_TEXT, any_of, first_of
from duecourse.decide.options import Offer, taken
from duecourse.policy.shapes import Option

HELD, WANTED, NOT_ASKED = "held", "wanted", "none"


def secured() -> nw.Expr:
    """Sum what is in force for the customer; unknown where a part of it is.

    Shapes:
        reads securities (guarantees, deposits, letters of credit) and covers (insurance)
    """
    return nw.col("securities").cast(nw.Float64) + nw.col("covers").cast(nw.Float64)


def needs_met(option: Option) -> nw.Expr:
    """Say whether an option's need is met: some security or some cover is in force."""
    if option.needs is None:
        return nw.lit(True)
    return any_of((nw.col("securities") > 0, nw.col("covers") > 0))


def security(offers: tuple[Offer, ...]) -> nw.Expr:
    """Say what stands with security.

    ``held``: the option taken rests on it. ``wanted``: an earlier option of the grade asks for
    it and would hold if it were given. ``none``: the grade asks for none. Unknown without a grade.
    """
    cases = [(taken(offer), nw.lit(asked(offer, offers))) for offer in offers]
    return first_of(cases, NO_TEXT)


def asked(offer: Offer, offers: tuple[Offer, ...]) -> str:
    """Say what one option means for security."""
    if offer.option.needs is not None:
        return HELD
    earlier = (one for one in offers if one.grade == offer.grade and one.place < offer.place)
    return WANTED if any(one.option.needs is not None for one in earlier) else NOT_ASKED
