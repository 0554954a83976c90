"""Printing: the written credit policy, as a credit manager would sign it."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from duecourse.policy import phrases
from duecourse.policy.shapes import GRADES, Grade, Policy
from duecourse.policy.words import Words, words_for
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.says import Language

PHRASES: tuple[Callable[..., str], ...] = (
    phrases.condition,
    phrases.bands,
    phrases.when_unknown,
    phrases.limit_rule,
    phrases.terms,
    phrases.offered,
    phrases.needs,
    phrases.step,
    phrases.enclosed,
    phrases.roles,
    phrases.target,
)


def printed(
    policy: Policy, language: Language, *, measures: Mapping[str, MeasureSpec] | None = None
) -> str:
    """Write the policy out in Markdown: complete sentences and tables, every rule of it.

    ``measures`` is the catalogue by name; without it measures are called as the criteria call
    them.
    """
    words = words_for(
        language,
        currency=policy.currency,
        measures=measures,
        names={rule.measure: rule.says for rule in policy.criteria},
    )
    template = environment().get_template(f"policy.{language}.md")
    return template.render(policy=policy, grades=grades(policy), **helpers(words))


@cache
def environment() -> Environment:
    """Open the templates; a name that does not exist is an error, not a gap in the policy."""
    return Environment(
        loader=PackageLoader("duecourse.policy", "printed"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )


def helpers(words: Words) -> dict[str, Any]:
    """Name what the templates may call: phrases of rules, and the words themselves."""
    said = {phrase.__name__: partial(phrase, words=words) for phrase in PHRASES}
    return {**said, "words": words, "cell": cell}


def grades(policy: Policy) -> list[tuple[Grade, Any, Any]]:
    """Put each grade beside its threshold and its options."""
    return [(grade, policy.grades[grade], policy.options[grade]) for grade in GRADES]


def cell(text: str) -> str:
    """Keep a text within its table cell."""
    return text.replace("|", "\\|").replace("\n", " ")
