from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import policy

from duecourse.policies import PRESETS, preset
from duecourse.policy.quiz import QUESTIONS, quiz, right_answers
from duecourse.policy.quiz_facts import facts
from duecourse.policy.reading import valid_policy
from duecourse.values.says import Says

ALL = 99
POLICIES = {name: valid_policy(preset(name)) for name in PRESETS}


def by_id(questions):
    return {one.id: one for one in questions}


def answer(question):
    return question.choices[question.right]


def test_what_is_asked_stands_in_the_policy_and_its_answer_too():
    asked = by_id(quiz(POLICIES["standard"], seed="a", count=ALL))

    assert asked["dunning.formal"].asks == Says(
        zh="逾期满多少天应采取“正式催款函”这一步？",
        en="How many days past due is this step taken: “Formal notice”?",
    )
    assert answer(asked["dunning.formal"]) == Says(zh="30 天", en="30 days")
    assert answer(asked["grades.A"]) == Says(zh="75 分", en="75 points")
    assert answer(asked["authority.risk"]) == Says(zh="50 万元", en="CNY 500,000")
    assert answer(asked["four_eyes.manager"]) == Says(zh="100 万元", en="CNY 1,000,000")
    assert answer(asked["grade.C"]).en == "payment before delivery"
    assert answer(asked["hold.over-limit"]).en == "risk management"
    assert "grade.B" not in asked, "two kinds of terms have no one answer"


def test_a_policy_without_observation_is_not_asked_about_it():
    without = replace(policy(), observation=None)

    assert "observation.limit" in by_id(quiz(policy(), seed="a", count=ALL))
    assert "observation.limit" not in by_id(quiz(without, seed="a", count=ALL))


def test_five_questions_are_asked_in_the_order_of_the_policy():
    whole = [one.id for one in quiz(POLICIES["standard"], seed="a", count=ALL)]
    few = [one.id for one in quiz(POLICIES["standard"], seed="a")]

    assert len(few) == QUESTIONS
    assert few == [name for name in whole if name in few]


def test_answers_are_counted_and_what_was_not_answered_is_wrong():
    first, second, *_ = questions = quiz(POLICIES["sme"], seed="b")

    assert right_answers(questions, {}) == ()
    assert right_answers(questions, {first.id: first.right, second.id: 99}) == (first.id,)


@pytest.mark.parametrize("name", PRESETS)
@given(seed=st.text())
def test_whatever_the_seed_the_right_answer_is_right_and_all_answers_differ(name, seed):
    chosen = POLICIES[name]
    known = {fact.id: fact for fact in facts(chosen)}

    for one in quiz(chosen, seed=seed, count=ALL):
        for language in ("zh", "en"):
            read = [choice.in_language(language) for choice in one.choices]
            assert len(set(read)) == len(read) > 1
        assert one.id in known
    assert quiz(chosen, seed=seed) == quiz(chosen, seed=seed)


@given(score=st.integers(1, 99))
def test_the_right_answer_follows_the_policy_whatever_it_says(score):
    asked = (
        by_id(quiz(policy(("A = { score = 75", f"A = {{ score = {score}")), seed="x", count=ALL))
        if score >= 50
        else {}
    )

    if asked:
        assert answer(asked["grades.A"]).en == f"{Decimal(score):f} points"
