from hypothesis import given
from hypothesis import strategies as st
from written import SMALL

from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policies import PRESETS, preset, preset_cases
from duecourse.policy.checking import check

CASE = """
[[grade]]
says = "Seventy-five is enough for an A"
given = { score = 75 }
expect = "A"
"""


def test_a_valid_text_is_read_questioned_and_tried():
    found = check(SMALL, CASE)

    assert found.policy is not None
    assert found.problems == ()
    assert [outcome.passed for outcome in found.outcomes] == [True]
    assert found.fit_to_publish


def test_a_case_that_does_not_hold_stands_against_publishing():
    found = check(SMALL.replace("score = 75", "score = 76"), CASE)

    assert [outcome.got for outcome in found.failed] == [("B",)]
    assert not found.fit_to_publish


def test_a_text_with_a_mistake_has_its_line_and_neither_doubts_nor_outcomes():
    found = check(SMALL.replace('currency = "CNY"', 'currency = "yuan"'), CASE)

    assert [(one.code, one.row, one.column) for one in found.problems] == [
        ("policy-not-a-currency", 3, "policy.currency")
    ]
    assert (found.policy, found.doubts, found.outcomes) == (None, (), ())


def test_cases_that_cannot_be_read_are_problems_of_their_own():
    found = check(SMALL, "[[grade]]\nsays = 1")

    assert found.problems == ()
    assert found.case_problems != ()
    assert not found.fit_to_publish


def test_every_preset_is_fit_to_publish():
    for name in PRESETS:
        assert check(preset(name), preset_cases(name), measures=VOCABULARY).fit_to_publish, name


@given(st.text(), st.text())
def test_no_text_can_make_it_raise(text, cases):
    check(text, cases)
