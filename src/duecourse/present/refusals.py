"""Refusals in words: each code below [refusal] of any wording file."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from duecourse.present.wording import texts_of
from duecourse.values.refusals import Refusal
from duecourse.values.says import Language, Says

HEADING = "refusal."


def refusal_text(refusal: Refusal, language: Language) -> str:
    """Word a refusal; a code without wording speaks for itself, in English.

    >>> refusal_text(Refusal("There is no table 'invoice'.", "never-worded"), "zh")
    "There is no table 'invoice'."
    """
    says = refusal_wordings().get(refusal.code)
    if says is None:
        return str(refusal)
    details = {
        name: refusal_text(value, language) if isinstance(value, Refusal) else value
        for name, value in refusal.details.items()
    }
    return says.in_language(language).format(**details)


@cache
def refusal_wordings() -> dict[str, Says]:
    """Gather what every wording file says below [refusal]."""
    return {
        key.removeprefix(HEADING): says
        for name in wording_files()
        for key, says in texts_of(name).items()
        if key.startswith(HEADING)
    }


def wording_files() -> Iterable[str]:
    """Name every wording file, whichever part of the house it belongs to."""
    folder = files("duecourse.present").joinpath("wording")
    names = sorted(entry.name for entry in folder.iterdir())
    return [name.removesuffix(".toml") for name in names if name.endswith(".toml")]
