"""The Chinese font that is installed with the product: its files, and what of it a page carries."""

from base64 import b64encode
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

PACKAGE = "pylopdf_fonts_zh_cn"
SANS, SERIF = "Noto Sans SC", "Noto Serif SC"
SANS_FILE = "NotoSansSC-Regular.otf"
EMBEDDED = "Report SC"
"""The family in the stylesheet that stands after every Chinese font that may be installed."""
FIRST_CHINESE = "\u2e80"
"""Letters from here on may be missing where no Chinese font is; those before are everywhere."""
OWN_NAME = frozenset("如期")
"""The product's name: a page with no other Chinese letter carries no font for it."""
LAYOUT = ("GPOS", "GSUB", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG")
"""Tables for vertical text and fine spacing, which a page of figures does without."""


@cache
def font_folder() -> Path:
    """Return the folder that holds the font files."""
    return Path(str(files(PACKAGE)))


def with_font(page: str) -> str:
    """Put the Chinese letters that a page uses into its stylesheet, so that it opens anywhere."""
    letters = chinese_letters(page)
    if letters <= OWN_NAME:
        return page
    return page.replace("</style>", f"{font_face(letters)}</style>", 1)


def chinese_letters(text: str) -> frozenset[str]:
    """Pick the different letters that only a Chinese font is sure to have."""
    return frozenset(letter for letter in text if letter >= FIRST_CHINESE)


def font_face(letters: frozenset[str]) -> str:
    """Write the rule that carries a font of these letters alone."""
    encoded = b64encode(subset_of(letters)).decode("ascii")
    source = f'url(data:font/woff;base64,{encoded}) format("woff")'
    return f'\n@font-face {{ font-family: "{EMBEDDED}"; src: {source}; }}\n'


def subset_of(letters: frozenset[str]) -> bytes:
    """Cut the font down to some letters, as WOFF; the outlines and their hints stay as they are."""
    from fontTools import subset  # noqa: PLC0415  # slow to import; English pages need none

    options = subset.Options(layout_features=[], name_IDs=[], recalc_bounds=False)
    options.drop_tables += LAYOUT
    font = subset.load_font(font_folder() / SANS_FILE, options)
    font.recalcBBoxes = font.recalcTimestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(letter) for letter in letters])
    cutter.subset(font)
    font.flavor = "woff"
    written = BytesIO()
    font.save(written)
    return written.getvalue()
