"""Ceilings: what is left below a customer's limit and its group's."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecourse.decide.ceilings import Ceiling, against, headroom_below

AMOUNTS = st.decimals(0, 10**9, places=4)
RATES = st.decimals("0.001", 1000, places=6)


def ceiling(text):
    """Type a ceiling: limit, exposure, reserved; ``-`` is unknown."""
    limit, exposure, reserved = (None if one == "-" else Decimal(one) for one in text.split())
    return Ceiling(limit, exposure, reserved)


@pytest.mark.parametrize(
    ("own", "group", "rate", "left"),
    [
        ("400 285 15", None, None, "100"),
        ("400 285 15", "500 458 0", "1", "42"),
        ("400 285 15", "2000 1200 0", "8", "100"),
        ("400 0 0", "2000 1200 0", "8", "100"),
        ("400 0 0", "100 0 0", "3", "33.3333"),
        ("- 285 0", None, None, None),
        ("400 - 0", "500 0 0", "1", None),
        ("400 285 0", "- 0 0", "1", None),
        ("400 285 0", "500 0 0", None, None),
        ("- 285 0", "500 0 0", "1", None),
        ("400 500 0", "- 0 0", "1", "-100"),
        ("- - 0", "500 600 0", "1", "-100"),
        ("- - 0", "- - 0", "1", None),
    ],
)
def test_the_lesser_counts_and_the_unknown_is_no_room(own, group, rate, left):
    found = headroom_below(
        ceiling(own),
        None if group is None else ceiling(group),
        None if rate is None else Decimal(rate),
    )

    assert found == (None if left is None else Decimal(left))


def test_what_is_reserved_is_used_like_what_is_owed():
    assert ceiling("400 285 15").used() == 300
    assert ceiling("400 - 15").used() is None


@given(limit=AMOUNTS, exposure=AMOUNTS, rate=RATES)
def test_what_is_left_for_a_member_never_passes_the_limit_of_its_group(limit, exposure, rate):
    group = Ceiling(limit, exposure)
    left = headroom_below(Ceiling(Decimal(10**12), Decimal(0)), group, rate)

    assert left is not None
    if left > 0:
        assert exposure + against(left, rate) <= limit
