"""A short quiz made from the policy itself, so that who confirms it has read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from duecourse.policy.comparing import both, both_words
from duecourse.policy.quiz_facts import Fact, facts
from duecourse.policy.shapes import Policy
from duecourse.policy.words import Words
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.says import Language, Says

QUESTIONS = 5
WRONG = 3
"""Wrong answers beside the right one; fewer where the policy offers fewer."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answers; ``right`` is the place of the right one among them."""

    id: str
    asks: Says
    choices: tuple[Says, ...]
    right: int


def quiz(
    policy: Policy,
    *,
    seed: str,
    count: int = QUESTIONS,
    measures: Mapping[str, MeasureSpec] | None = None,
) -> tuple[Question, ...]:
    """Ask about a policy's thresholds, terms, steps of the ladder and mandates.

    Keeps:
        the right answer is what the policy says; no two answers to a question read alike.

    Returns:
        at most ``count`` questions in the policy's order; the same for the same seed.
    """
    words = both_words(policy, measures)
    rng = Random(seed)
    asked = [question(fact, words, rng) for fact in facts(policy)]
    usable = [one for one in asked if len(one.choices) > 1]
    chosen = rng.sample(range(len(usable)), min(count, len(usable)))
    return tuple(usable[place] for place in sorted(chosen))


def question(fact: Fact, words: Mapping[Language, Words], rng: Random) -> Question:
    """Ask one thing, the right answer somewhere among wrong ones."""
    right = written(fact.right, fact, words)
    wrong = distinct([written(one, fact, words) for one in fact.others], right)
    choices = [right, *rng.sample(wrong, min(WRONG, len(wrong)))]
    rng.shuffle(choices)
    return Question(fact.id, both(fact.asks, words), tuple(choices), choices.index(right))


def written(answer: Any, fact: Fact, words: Mapping[Language, Words]) -> Says:
    """Write an answer in both languages."""
    return both(lambda spoken: fact.write(answer, spoken), words)


def distinct(said: Sequence[Says], right: Says) -> list[Says]:
    """Leave out answers that read, in either language, as the right one or as one before."""
    zh, en = {right.zh}, {right.en}
    kept: list[Says] = []
    for one in said:
        if one.zh not in zh and one.en not in en:
            kept.append(one)
            zh.add(one.zh)
            en.add(one.en)
    return kept


def right_answers(questions: Sequence[Question], answers: Mapping[str, int]) -> tuple[str, ...]:
    """Name the questions that were answered rightly; what was not answered was not."""
    return tuple(one.id for one in questions if answers.get(one.id) == one.right)
