from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from duecourse.measures.collection import collection_effectiveness

amounts = st.integers(0, 10**6).map(Decimal)


def test_the_published_example():
    found = collection_effectiveness(
        Decimal(6_200), Decimal(10_890) / 3, end=Decimal(6_340), end_current=Decimal(3_590)
    )

    assert round(found, 3) == Decimal("0.559")


def test_when_nothing_could_be_collected_it_is_unknown():
    for current in (100, 101):
        assert (
            collection_effectiveness(
                Decimal(60), Decimal(40), end=Decimal(current), end_current=Decimal(current)
            )
            is None
        )


@given(amounts, amounts, amounts)
def test_collecting_all_that_was_due_is_all(begin, sales, current):
    found = collection_effectiveness(begin, sales, end=current, end_current=current)

    assert found is None or found == 1
