"""Files that lie beside the code: templates and the stylesheet."""

from importlib.resources import files


def asset(name: str) -> str:
    """Return the text of one file in ``assets``."""
    return files("duecourse.outside").joinpath("assets", name).read_text("utf-8")
