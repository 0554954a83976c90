"""The policies that come with the house: standard, sme, cautious."""

from importlib.resources import files

PRESETS = ("standard", "sme", "cautious")


def preset(name: str) -> str:
    """Return the text of a preset's policy file.

    Raises:
        LookupError: there is no preset of that name.
    """
    if name not in PRESETS:
        raise LookupError(f"There is no preset {name!r}; choose one of {', '.join(PRESETS)}.")
    return files(__package__).joinpath(name, "policy.toml").read_text(encoding="utf-8")
