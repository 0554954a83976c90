"""The Chinese font that is installed with the product: where its files lie."""

from functools import cache
from importlib.resources import files
from pathlib import Path

PACKAGE = "pylopdf_fonts_zh_cn"
SANS, SERIF = "Noto Sans SC", "Noto Serif SC"


@cache
def font_folder() -> Path:
    """Return the folder that holds the font files."""
    return Path(str(files(PACKAGE)))
