"""The answer to one order in sentences, Chinese or English."""

from collections.abc import Iterator

from duecourse.decide.order_check import Answer, Reason
from duecourse.present.wording import Words, texts_of
from duecourse.present.wording import words as own_words
from duecourse.values.says import Language

FILE = "order_check"


def order_sentences(answer: Answer, language: Language) -> list[str]:
    """Write an answer: the outcome, why, what would let the order go, who may release it."""
    words = Words(language, texts_of(FILE))
    return [
        words(f"outcome.{answer.outcome}"),
        *(f"- {why(reason, words)}" for reason in answer.reasons),
        *listed("answer.one_of", answer.one_of, words),
        *listed("answer.all_of", answer.all_of, words),
        *releasing(answer, words),
    ]


def why(reason: Reason, words: Words) -> str:
    """Word a reason, a policy's rule by the policy's own sentence."""
    said = {} if reason.says is None else {"says": reason.says.in_language(words.language)}
    return words(f"why.{reason.code}", **reason.blanks, **said)


def listed(heading: str, conditions: tuple[Reason, ...], words: Words) -> Iterator[str]:
    """Word conditions under their heading; none: nothing."""
    if conditions:
        yield words(heading)
    for condition in conditions:
        blanks = dict(condition.blanks)
        if "kind" in blanks:
            blanks["kind"] = words(f"behind.{blanks['kind']}")
        yield f"- {words(f'condition.{condition.code}', **blanks)}"


def releasing(answer: Answer, words: Words) -> Iterator[str]:
    """Say who may let an order go that is not approved as it stands."""
    if answer.release_by:
        house = own_words(words.language)
        named = [house.known(f"role.{role}", role) for role in answer.release_by]
        roles = words("answer.between").join(named)
        yield words("answer.together" if answer.four_eyes else "answer.release_by", roles=roles)
    elif answer.outcome == "hold":
        by_hand = any(reason.code == "standing" for reason in answer.reasons)
        yield words("answer.by_setter" if by_hand else "answer.nobody")
