"""What a measure is called, counted in, and where it is explained."""

from dataclasses import dataclass
from typing import Literal

from duecourse.values.says import Says

Unit = Literal["money", "days", "share", "count", "months", "ratio", "points", "z"]
Better = Literal["higher", "lower", "neither"]


@dataclass(frozen=True, slots=True)
class MeasureSpec:
    """One number of the house: its name in policies, its unit, its meaning.

    ``better`` says which way is good for the seller, so that a policy whose bands run the other
    way can be questioned. ``page`` is the file in ``docs/algorithms/``.
    """

    name: str
    unit: Unit
    better: Better
    says: Says
    page: str
