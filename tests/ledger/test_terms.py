"""Terms as they are written, and the days they lead to."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecourse.ledger.terms import Due, Terms, due_on, part_due_on, read_terms

ISSUED = date(2026, 1, 15)

WRITTEN = [
    ("Net 30", "2026-02-14"),
    ("NET60", "2026-03-16"),
    ("net 30 days", "2026-02-14"),
    ("n/30", "2026-02-14"),
    ("30", "2026-02-14"),
    ("３０天", "2026-02-14"),
    ("60天", "2026-03-16"),
    ("账期45天", "2026-03-01"),
    ("2/10 net 30", "2026-02-14"),
    ("2%/10, net 30", "2026-02-14"),
    ("月结60天", "2026-04-01"),
    ("月结", "2026-01-31"),
    ("EOM", "2026-01-31"),
    ("EOM+30", "2026-03-02"),
    ("EOM 30 days", "2026-03-02"),
    ("30 days after end of month", "2026-03-02"),
    ("30 days EOM", "2026-02-28"),
    ("net 30 EOM", "2026-02-28"),
    ("票到30天", "2026-02-14"),
    ("收票后 15 天付款", "2026-01-30"),
    ("货到30天", "2026-02-24"),
    ("验收后30天内付款", "2026-02-24"),
    ("30/60/10", "2027-01-25"),
    ("预付30%", "2026-01-25"),
    ("预付30%，余款60天", "2026-03-16"),
    ("定金100%", "2026-01-15"),
    ("款到发货", "2026-01-15"),
    ("prepaid", "2026-01-15"),
    ("COD", "2026-01-25"),
    ("货到付款", "2026-01-25"),
    ("现结", "2026-01-15"),
    ("due on receipt", "2026-01-15"),
]


@pytest.mark.parametrize(("text", "due"), WRITTEN)
def test_terms_lead_to_their_day(text, due):
    """Issued on 15 January, delivered on the 25th."""
    assert str(due_on(read_terms(text), ISSUED, delivered_on=date(2026, 1, 25))) == due


@pytest.mark.parametrize(
    "text",
    [
        "",
        "by agreement",
        "面议",
        "30/60/20",
        "100/10 net 30",
        "2026",
        "预付130%",
        "预付30%，余款面议",
    ],
)
def test_what_is_not_certain_is_not_guessed(text):
    assert read_terms(text) is None


def test_a_discount_has_its_share_and_days():
    terms = read_terms("2/10 net 30")

    assert (terms.discount_share, terms.discount_days) == (Decimal("0.02"), 10)
    assert read_terms("net 30").discount_share is None


def test_parts_have_their_shares_and_starts():
    assert read_terms("30/60/10") == Terms(
        (
            Due(0, share=Decimal("0.3")),
            Due(0, "delivery", share=Decimal("0.6")),
            Due(365, "delivery", share=Decimal("0.1")),
        )
    )


def test_only_payment_before_delivery_is_prepaid():
    prepaid = {text for text, _ in WRITTEN if read_terms(text).prepaid}

    assert prepaid == {"定金100%", "款到发货", "prepaid"}


def test_without_a_known_delivery_the_day_of_issue_stands_in():
    [part] = read_terms("货到30天").parts

    assert part_due_on(part, ISSUED) == date(2026, 2, 14)


@given(st.text(max_size=30))
def test_no_text_can_make_it_raise(text):
    assert nothing_or_all_of_it(text)


@given(st.text("0123456789/%天月结net+预付余款 ", max_size=40))
def test_no_near_miss_can_make_it_raise(text):
    assert nothing_or_all_of_it(text)


def nothing_or_all_of_it(text):
    """Say whether terms are unknown, or fall due in parts that make up the whole."""
    found = read_terms(text)
    return found is None or sum(part.share for part in found.parts) == 1


@given(
    st.sampled_from([text for text, _ in WRITTEN]),
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.integers(0, 60),
)
def test_nothing_falls_due_before_it_was_issued_and_shares_make_a_whole(text, issued, days):
    terms = read_terms(text)
    delivered = issued + timedelta(days=days)

    assert due_on(terms, issued, delivered_on=delivered) >= issued
    assert sum(part.share for part in terms.parts) == 1
