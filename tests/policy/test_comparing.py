from decimal import Decimal

import pytest
from written import SMALL, changed, policy

from duecourse.policies import PRESETS, preset
from duecourse.policy.comparing import differences
from duecourse.policy.reading import valid_policy
from duecourse.values.says import Says


def changes(*swaps):
    """Compare the small policy with a changed one."""
    return differences(policy(), policy(*swaps))


def test_equal_policies_differ_in_nothing():
    assert changes() == []


def test_one_figure_is_one_change_with_a_sentence_in_both_languages():
    [change] = changes(("first_limit = 50_000", "first_limit = 60_000"))

    assert change.path == "observation.first_limit"
    assert (change.was, change.becomes) == (
        Says("5 万元", "CNY 50,000"),
        Says("6 万元", "CNY 60,000"),
    )
    assert change.says == Says(
        zh="新客户观察·首次额度：由“5 万元”改为“6 万元”。",
        en="Observation, first limit: was “CNY 50,000”, becomes “CNY 60,000”.",
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "weight = 60",
            "weight = 55",
            "Criterion “Days beyond terms”, weight: was “60”, becomes “55”.",
        ),
        (
            "[60, 10]",
            "[45, 10]",
            "Criterion “Days beyond terms”, points: was “up to 0 days: 100; up to 15 days: 50; "
            "up to 60 days: 10; above 60 days: 0”, becomes “up to 0 days: 100; up to 15 days: 50; "
            "up to 45 days: 10; above 45 days: 0”.",
        ),
        ("score = 75", "score = 80", "Grade A, least score: was “75”, becomes “80”."),
        (
            "known_weight = 0.50",
            "known_weight = 0.55",
            "Grade A, least known weight: was “50 %”, becomes “55 %”.",
        ),
        (
            "above = 60",
            "above = 45",
            "Grade cap “old-debt”, condition: was “the age of its oldest overdue item is above "
            "60 days”, becomes “the age of its oldest overdue item is above 45 days”.",
        ),
        (
            "discount = { share = 0.02, within_days = 10 }\n",
            "",
            "Grade A, option 1, discount: dropped, was “2 % discount for payment within 10 days”.",
        ),
        (
            "amount = 900_000 }]",
            "amount = 800_000 }]",
            "Grade A, option 1, limit rule: was “CNY 900,000”, becomes “CNY 800,000”.",
        ),
        (
            'needs = "security_or_cover"\nterms',
            "terms",
            "Grade B, option 1, condition: dropped, was “with a guarantee, a deposit or insurance "
            "cover”.",
        ),
        (
            "NET30 = { net_days = 30 }",
            "NET30 = { net_days = 30, end_of_month = true }",
            "Terms “NET30”, from the end of the month: was “no”, becomes “yes”.",
        ),
        ("months = [3, 6]", "months = [4, 6]", "Observation, months: was “3–6”, becomes “4–6”."),
        (
            "effective_from = 2026-01-01",
            "effective_from = 2026-07-01",
            "In force from: was “1 January 2026”, becomes “1 July 2026”.",
        ),
        (
            'roles = ["sales", "finance"]',
            'roles = ["sales", "clerks"]',
            "Training, of: was “sales and finance”, becomes “sales and clerks”.",
        ),
        (
            'release_by = "risk"',
            'release_by = "manager"',
            "Hold “over-limit”, released by: was “risk management”, becomes “the manager”.",
        ),
        (
            'C = "month"',
            'C = "quarter"',
            "Review, of customers of grade C: was “every month”, becomes “every quarter”.",
        ),
        (
            'channel = ["email"]',
            "",
            "Reminders, step “friendly”, channel: was “e-mail”, becomes “–”.",
        ),
        (
            "[training]",
            "targets = { high_risk_share = 0.1 }\n[training]",
            "Review, target “Share of exposure that is in grade C”: new, “at most 10 %”.",
        ),
    ],
)
def test_each_kind_of_change_reads_as_a_sentence(old, new, sentence):
    [change] = changes((old, new))

    assert change.says.en == sentence


def test_the_seller_s_own_size_is_told_in_words():
    size = '[late_interest]\nseller_class = "sme"\n[review]'

    [change] = changes(("[review]", size))

    assert change.path == "late_interest.seller_class"
    assert change.says == Says(
        zh="逾期利息·我方规模：新增“中小企业”。",
        en="Late interest, our size: new, “small or medium enterprise”.",
    )


def test_a_new_rule_is_one_change_with_all_that_it_says():
    rule = '[[alert]]\nid = "surge"\nwhen = { measure = "order_surge", above = 3 }\n'
    rule += 'severity = "high"\nsays = "Surge"\n\n[[authority]]'

    [change] = changes(("[[authority]]", rule))

    assert (change.path, change.was) == ("alert.surge", None)
    assert change.says.zh == (
        "预警 “surge”：新增“条件：订单量与其自身历史相比的偏离（稳健 z 值）超过 3；"
        "级别：高；措辞：Surge”。"
    )


def test_a_dropped_rule_is_told_in_the_words_of_the_old_policy():
    start, end = SMALL.index("[[authority]]"), SMALL.index("[review]")

    [change] = differences(policy(), valid_policy(SMALL[:start] + SMALL[end:]))

    assert change.says.en == (
        "Authority of risk management: dropped, was “may grant up to: CNY 900,000”."
    )


def test_amounts_are_told_each_in_its_own_currency():
    found = changes(('currency = "CNY"', 'currency = "EUR"'), ("50_000", "7_000"))

    assert [change.says.en for change in found] == [
        "Currency: was “CNY”, becomes “EUR”.",
        "Observation, first limit: was “CNY 50,000”, becomes “EUR 7,000”.",
    ]


def test_two_tests_on_one_measure_are_kept_apart():
    both = 'at_least = 3 }, { measure = "invoices_paid", below = 99 }]'
    narrower = both.replace("99", "98")
    before = valid_policy(changed(("at_least = 3 }]", both)))
    after = valid_policy(changed(("at_least = 3 }]", narrower)))

    [change] = differences(before, after)

    assert change.path == "observation.exit_tests.invoices_paid 2"


def test_an_observation_that_comes_or_goes_is_told():
    start, end = SMALL.index("[observation]"), SMALL.index("[[hold]]")
    without = valid_policy(SMALL[:start] + SMALL[end:])

    paths = {change.path for change in differences(without, policy())}

    assert "observation.exit_tests.invoices_paid" in paths
    assert {change.becomes for change in differences(policy(), without)} == {None}


@pytest.mark.parametrize("one", PRESETS)
@pytest.mark.parametrize("other", PRESETS)
def test_presets_differ_where_they_are_different_policies(one, other):
    found = differences(valid_policy(preset(one)), valid_policy(preset(other)))

    assert bool(found) == (one != other)
    assert all(change.was != change.becomes for change in found)
    assert not any("{" in change.says.zh + change.says.en for change in found)


def test_a_change_of_weight_is_exact():
    [change] = changes(("weight = 60", "weight = 60.5"))

    assert change.becomes == Says("60.5", "60.5")
    assert Decimal(change.becomes.en) == Decimal("60.5")


@pytest.mark.parametrize("name", PRESETS)
def test_a_version_against_itself_changes_nothing(name):
    one = valid_policy(preset(name))

    assert differences(one, one) == []


@pytest.mark.parametrize(
    ("old", "new"), [(a, b) for a in PRESETS for b in PRESETS if a < b], ids=str
)
def test_what_changes_one_way_changes_back_the_other(old, new):
    before, after = valid_policy(preset(old)), valid_policy(preset(new))

    there = {(one.path, one.was, one.becomes) for one in differences(before, after)}
    back = {(one.path, one.becomes, one.was) for one in differences(after, before)}
    assert there == back
    assert there
