import json
from datetime import date

import pytest
from present.typed_position import HOME, YEN

from duecourse.present.kpi_text import FIGURES, kpi_text, rounded_number

DAY = date(2026, 3, 31)


def test_every_figure_of_the_contract_is_there_with_its_own_digits():
    text = kpi_text(DAY, "CNY", home=HOME, by_currency={})

    assert text.splitlines()[:9] == [
        "{",
        '  "as_of": "2026-03-31",',
        '  "home_currency": "CNY",',
        '  "home": {',
        '    "open_amount": 83125.03,',
        '    "overdue_amount": 50125.03,',
        '    "credit_sales": 180250.05,',
        '    "dso_simple": 45.00,',
        '    "dso_countback": 44.44,',
    ]
    assert tuple(json.loads(text)["home"]) == FIGURES
    assert '"collection_effectiveness": 0.330271' in text


def test_currencies_stand_in_order_with_their_own_decimals_and_null_for_unknown():
    text = kpi_text(DAY, "CNY", home=HOME, by_currency={"JPY": YEN, "CNY": HOME})
    figures = json.loads(text)["by_currency"]

    assert list(figures) == ["CNY", "JPY"]
    assert figures["JPY"]["open_amount"] == 2501
    assert '"open_amount": 2501,' in text
    assert figures["JPY"]["dso_simple"] is None


def test_a_company_without_figures_still_gives_valid_json():
    figures = json.loads(kpi_text(DAY, "CNY", home={}, by_currency={}))

    assert figures["by_currency"] == {}
    assert set(figures["home"].values()) == {None}


@pytest.mark.parametrize(("value", "digits", "found"), [(2.345, 2, "2.35"), (-0.001, 2, "0.00")])
def test_numbers_are_rounded_half_up_and_zero_has_no_sign(value, digits, found):
    assert str(rounded_number(value, digits)) == found


def test_not_a_number_is_unknown():
    assert rounded_number(float("nan"), 2) is None
