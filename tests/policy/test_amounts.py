from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import SMALL, changed, policy

from duecourse.policies import PRESETS, preset
from duecourse.policy.amounts import in_currency, per_euro, rounded, text_in_currency
from duecourse.policy.lint import lint
from duecourse.policy.reading import read_policy, valid_policy
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.says import Says


def test_every_amount_is_restated_in_a_round_figure():
    """1 CNY is 1.12 / 7.43 USD: 900,000 are 135,666, 50,000 are 7,537, 5,000 are 754."""
    found, problems = in_currency(policy(), "USD")

    assert problems == []
    assert found.currency == "USD"
    assert found.options["A"][0].limit[1].amount == 140_000
    assert found.observation.first_limit == 7_500
    assert found.caps[0].unless.up_to == 750
    assert found.authority[0].grant_up_to == 140_000


def test_what_is_no_amount_stays_as_it_is():
    found, _ = in_currency(policy(), "JPY")

    assert found.caps[0].when == policy().caps[0].when
    assert found.criteria == policy().criteria
    assert found.options["C"][0].limit[0].amount == 0
    assert found.holds == policy().holds
    assert found.observation.exit_tests == policy().observation.exit_tests


def test_bands_and_cuts_on_amounts_are_restated_too():
    net_worth = ('measure = "days_beyond_terms"', 'measure = "net_worth"')
    when = '{ measure = "exposure", above = 1000 }'
    cut = f"[change]\nworsening_cut = {{ when = {when}, to_share = 1 }}\n"

    found, _ = in_currency(policy(net_worth, ("[review]", cut + "[review]")), "EUR")

    assert [bound for bound, _ in found.criteria[0].bands] == [0, 2, 8]
    assert found.change.worsening_cut.when.above == 130


def test_the_catalogue_tells_what_is_an_amount():
    specs = {"limit_use": MeasureSpec("limit_use", "money", "lower", Says("x", "x"), "x.md")}

    found, _ = in_currency(policy(), "JPY", measures=specs)

    assert found.alerts[0].when.above == 21
    assert found.caps[0].unless.up_to == 5_000


def test_a_policy_without_observation_can_be_restated():
    start, end = SMALL.index("[observation]"), SMALL.index("[[hold]]")

    found, _ = in_currency(valid_policy(SMALL[:start] + SMALL[end:]), "EUR")

    assert found.observation is None


def test_its_own_currency_changes_nothing():
    assert in_currency(policy(), "CNY") == (policy(), [])
    assert text_in_currency(SMALL, policy(), "CNY") == (SMALL, [])


def test_a_currency_that_the_table_lacks_leaves_the_amounts_and_is_a_problem():
    found, [problem] = in_currency(policy(), "XAU")

    assert (found.currency, found.observation.first_limit) == ("XAU", 50_000)
    assert (problem.code, problem.details["currency"]) == ("policy-amounts-not-rescaled", "XAU")
    assert text_in_currency(SMALL, policy(), "XAU")[1] == [problem]


@pytest.mark.parametrize(
    ("amount", "figure"),
    [("452220", "450000"), ("0.75", "0.75"), ("30.1", "30"), ("1.04", "1"), ("1.06", "1.1"),
     ("99.9", "100"), ("0", "0"), ("-452220", "-450000")],
)  # fmt: skip
def test_figures_are_rounded_to_one_or_two_digits(amount, figure):
    assert rounded(Decimal(amount)) == Decimal(figure)


AMOUNTS = st.decimals(min_value=Decimal("0.01"), max_value=10**12, places=2)


@settings(deadline=None)
@given(AMOUNTS)
def test_a_round_figure_is_within_five_percent_and_has_at_most_two_digits(amount):
    figure = rounded(amount)

    assert abs(figure - amount) <= amount * Decimal("0.05")
    assert len(figure.normalize().as_tuple().digits) <= 2


@settings(deadline=None)
@given(AMOUNTS, AMOUNTS)
def test_rounding_keeps_the_order_of_amounts(one, other):
    small, large = sorted((one, other))

    assert rounded(small) <= rounded(large)


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("currency", sorted(per_euro()))
def test_a_preset_in_any_currency_is_valid_sound_and_says_what_its_text_says(name, currency):
    text, problems = text_in_currency(preset(name), valid_policy(preset(name)), currency)
    found, mistakes = read_policy(text)

    assert (problems, mistakes) == ([], [])
    assert found == in_currency(valid_policy(preset(name)), currency)[0]
    assert lint(found, text=text) == []


def test_the_table_names_its_source_and_day():
    text = changed(("version = 3", "version = 4"))

    assert text_in_currency(text, valid_policy(text), "EUR")[0].count("EUR") == 1
    assert per_euro()["EUR"] == 1
