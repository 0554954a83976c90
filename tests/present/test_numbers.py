from datetime import date
from decimal import Decimal

import pytest

from duecourse.present.numbers import amount, brief, day, number, share


@pytest.mark.parametrize(
    ("value", "currency", "zh", "en"),
    [
        (Decimal("48216300"), "CNY", "4,821.6 万元", "48.22 m CNY"),
        (Decimal("1230000000"), "CNY", "12.30 亿元", "1,230.00 m CNY"),
        (Decimal("-52325.09"), "CNY", "−5.2 万元", "−52,325 CNY"),
        (8532, "CNY", "8,532 元", "8,532 CNY"),
        (8532, "EUR", "8,532 EUR", "8,532 EUR"),
        (85320, "EUR", "8.5 万 EUR", "85,320 EUR"),
        (None, "CNY", "未知", "unknown"),
    ],
)
def test_summaries_count_in_the_units_of_their_readers(value, currency, zh, en):
    assert str(brief(value, currency, "zh")) == zh
    assert str(brief(value, currency, "en")) == en


def test_full_amounts_have_separators_and_a_true_minus():
    assert amount(Decimal("-1234.5"), "CNY", "zh") == "−1,234.50"


def test_unknown_is_a_word_and_never_zero_or_a_dash():
    assert number(None, 2, "en") == "unknown"
    assert share(None, "zh") == "未知"


def test_percent_is_set_as_each_language_does():
    assert (share(0.2484, "zh"), share(0.2484, "en")) == ("24.8%", "24.8 %")
    assert share(0.00432, "zh", digits=2) == "0.43%"


def test_days_read_as_each_language_writes_them():
    assert (day(date(2026, 3, 1), "zh"), day(date(2026, 3, 1), "en")) == (
        "2026-03-01",
        "1 Mar 2026",
    )
