"""The policies that come with the house: standard, sme, cautious; with cases, printed."""

from importlib.resources import files

PRESETS = ("standard", "sme", "cautious")


def preset(name: str) -> str:
    """Return the text of a preset's policy file.

    Raises:
        LookupError: there is no preset of that name.
    """
    return text_of(name, "policy.toml")


def preset_cases(name: str) -> str:
    """Return the text of a preset's cases.

    Raises:
        LookupError: there is no preset of that name.
    """
    return text_of(name, "cases.toml")


def text_of(name: str, file: str) -> str:
    """Return the text of one file of a preset.

    Raises:
        LookupError: there is no preset of that name.
    """
    if name not in PRESETS:
        raise LookupError(f"There is no preset {name!r}; choose one of {', '.join(PRESETS)}.")
    return files("duecourse.policies").joinpath(name, file).read_text(encoding="utf-8")
