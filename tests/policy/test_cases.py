from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import policy

from duecourse.policy.cases import read_cases, run, word
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.says import Says

CASES = """\
[[points]]
says   = { zh = "第十五天", en = "day fifteen still earns the second band" }
given  = { days_beyond_terms = [0, 15, 61, "unknown"] }
expect = [100, 50, 0, "skip"]

[[hold]]
says   = "one over the limit stops orders"
given  = { headroom = -1 }
expect = ["over-limit"]

[[grade_cap]]
says   = "a small old item is left alone"
given  = { largest_days_past_due = 90, overdue_amount = 5_000 }
expect = []

[[alert]]
says   = "ninety percent is on the line"
given  = { limit_use = 0.90 }
expect = []

[[limit]]
says   = "need over sixty days and five late, times 1.25"
grade  = "A"
given  = { monthly_purchases = 10_000, days_beyond_terms = 5 }
expect = { amount = 27_083.33, rule = "need" }

[[grade]]
says   = "the score alone"
given  = { score = 80 }
expect = "A"

[[grade]]
says   = "from what is known of it"
given  = { days_beyond_terms = 15, days_beyond_terms_change = 20 }
expect = "C"

[[dunning]]
says   = "one step after the other"
given  = { days_past_due = [6, 60], sent = ["friendly"] }
expect = ["none", "legal"]
"""


def test_every_kind_of_case_is_tried_and_holds():
    cases, problems = read_cases(CASES)

    outcomes = run(cases, policy())

    assert problems == []
    assert [outcome.case.row for outcome in outcomes] == [1, 6, 11, 16, 21, 27, 32, 37]
    assert [outcome.got for outcome in outcomes if not outcome.passed] == []


@pytest.mark.parametrize(
    ("old", "new", "got"),
    [
        ("[100, 50, 0", "[100, 65, 0", ("100", "50", "0", "skip")),
        ('["over-limit"]', "[]", ("over-limit",)),
        ('expect = "A"', 'expect = "B"', ("A",)),
        ('rule = "need"', 'rule = "fixed"', ("27083.33", "need")),
        ('["none", "legal"]', '["friendly", "legal"]', ("none", "legal")),
    ],
)
def test_a_case_that_does_not_hold_tells_what_came_out(old, new, got):
    cases, _ = read_cases(CASES.replace(old, new))

    assert [outcome.got for outcome in run(cases, policy()) if not outcome.passed] == [got]


@pytest.mark.parametrize(
    ("old", "new", "code", "row"),
    [
        ('says   = "one over', 'sais   = "one over', "missing-key", 6),
        ("given  = { headroom = -1 }", 'given  = { headroom = "low" }', "not-number", 8),
        ('expect = "A"\n', "", "missing-key", 27),
        ("[[hold]]", "[[hold", "not-toml", 6),
        ("limit_use = 0.90", "limit_usage = 0.90", "unknown-measure", 18),
    ],
)
def test_a_wrong_case_is_named_and_the_others_are_kept(old, new, code, row):
    names = (
        "days_beyond_terms", "days_beyond_terms_change", "headroom", "largest_days_past_due",
        "overdue_amount", "limit_use", "monthly_purchases", "monthly_purchases",
    )  # fmt: skip
    specs = {name: MeasureSpec(name, "days", "lower", Says(name, name), "x.md") for name in names}

    cases, problems = read_cases(CASES.replace(old, new), measures=specs)

    assert (problems[0].code, problems[0].row) == (f"policy-{code}", row)
    assert len(cases) == (0 if code == "not-toml" else 7)


def test_a_case_on_a_measure_without_criterion_answers_nothing():
    cases, _ = read_cases('[[points]]\nsays = "x"\ngiven = { late_share = 1 }\nexpect = 5')

    assert [outcome.got for outcome in run(cases, policy())] == [()]


def test_a_limit_that_nothing_sizes_is_none():
    text = '[[limit]]\nsays = "x"\ngrade = "B"\ngiven = { monthly_purchases = "unknown" }\n'
    cases, _ = read_cases(text + 'expect = { amount = 1, rule = "need" }')
    rules = '{ rule = "need" }, { rule = "fixed", amount = 300_000 }'

    assert [found.got for found in run(cases, policy((rules, '{ rule = "need" }')))] == [("none",)]


def test_a_dunning_case_without_days_answers_nothing():
    cases, _ = read_cases('[[dunning]]\nsays = "x"\ngiven = { sent = [] }\nexpect = []')

    assert all(outcome.passed for outcome in run(cases, policy()))


def test_numbers_are_compared_as_words_without_needless_zeros():
    assert (word(Decimal("75.00")), word(75), word("C")) == ("75", "75", "C")


@settings(deadline=None)
@given(st.text())
def test_no_text_can_make_it_raise(rubbish):
    cases, _ = read_cases(rubbish)

    assert len(run(cases, policy())) == len(cases)
