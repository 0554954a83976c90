"""Photograph every page of the application on an example company, for docs/pages.md.

Chinese at 1280 and at 390 pixels, a few in English; small PNG files in docs/images/pages.
"""

import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser.browsing import PHONE, WIDE, Person, chromium  # type: ignore[import-not-found]  # noqa: E402
from browser.serving import empty_installation, example_company  # type: ignore[import-not-found]  # noqa: E402

IMAGES = ROOT / "docs" / "images" / "pages"
COLOURS = 128
TALLEST = 1400
PRESS, FILE = "press ", "file "


class Shot(NamedTuple):
    """A picture: its name, who looks, where, and what is done there first."""

    name: str
    role: str
    path: str
    steps: tuple[str, ...] = ()


EMPTY = (
    Shot("first-screen", "manager", "/"),
    Shot(
        "import",
        "finance",
        "/import/",
        (
            FILE + "example_company/company/invoices.csv",
            PRESS + "form:has(input[type=file]) button[type=submit]",
        ),
    ),
)
PAGES = (
    Shot("overview", "manager", "/"),
    Shot("customers", "manager", "/customers/"),
    Shot("customer", "risk", "/worklists/overdue/", (PRESS + "main .data th a",)),
    Shot("overdue", "risk", "/worklists/overdue/"),
    Shot("letters", "finance", "/letters/"),
    Shot("letter", "finance", "/letters/", (PRESS + "main .data tbody a",)),
    Shot("templates", "manager", "/letters/templates/"),
    Shot("holds", "risk", "/worklists/holds/"),
    Shot("limits", "risk", "/worklists/limits/"),
    Shot("orders", "risk", "/worklists/orders/"),
    Shot("order-check", "sales", "/orders/check/"),
    Shot("alerts", "risk", "/worklists/alerts/"),
    Shot("reviews", "risk", "/worklists/reviews/"),
    Shot("contracts", "sales", "/worklists/contracts/"),
    Shot("cash", "finance", "/worklists/cash/"),
    Shot("write-offs", "finance", "/worklists/write-offs/"),
    Shot("imports", "finance", "/import/"),
    Shot("facts", "finance", "/worklists/facts/"),
    Shot("policy", "manager", "/policy/"),
    Shot("versions", "manager", "/policy/versions/"),
    Shot("training", "manager", "/policy/training/"),
    Shot("confirm", "risk", "/policy/confirm/"),
    Shot("draft", "manager", "/policy/", (PRESS + "form[action$='/drafts/'] button",)),
    Shot("tables", "administrator", "/tables/web/userstable/"),
)
"""In the order of docs/pages.md."""
IN_ENGLISH = ("overview", "customer", "letter", "policy")


def main() -> None:
    """Take all pictures anew."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for make, shots in ((example_company, PAGES), (empty_installation, EMPTY)):
            place = Path(folder, make.__name__)
            place.mkdir()
            with make(place) as served:
                for shot in shots:
                    taken(browser, served, shot, Path(folder))
    pictures = list(IMAGES.glob("*.png"))
    told = sum(one.stat().st_size for one in pictures)
    print(f"{len(pictures)} pictures, {told / 1e6:.1f} MB")


def taken(browser: Any, served: Any, shot: Shot, folder: Path) -> None:
    """Take a page wide and on a phone in Chinese, and wide in English where that is wanted."""
    languages = ("zh", "en") if shot.name in IN_ENGLISH else ("zh",)
    for language in languages:
        person = Person(browser, served, f"{shot.role}-{language}")
        person.go(shot.path)
        for step in shot.steps:
            done(person, step, folder)
        kept(person.page, f"{shot.name}.{language}", WIDE)
        if language == "zh":
            kept(person.page, f"{shot.name}.phone", PHONE)
        person.context.close()


def done(person: Any, step: str, folder: Path) -> None:
    """Do one step: choose a file of the example company, or press something."""
    if step.startswith(FILE):
        person.page.set_input_files("input[type=file]", str(folder / step.removeprefix(FILE)))
    else:
        person.press(step.removeprefix(PRESS))


def kept(page: Any, name: str, size: dict[str, int]) -> None:
    """Keep a picture of the page, no taller than a few screens, in few colours."""
    page.set_viewport_size(size)
    page.wait_for_timeout(200)
    picture = Image.open(BytesIO(page.screenshot(full_page=True)))
    cut = picture.convert("RGB").crop((0, 0, picture.width, min(picture.height, TALLEST)))
    few = cut.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
