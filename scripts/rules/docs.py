"""The pages: one for each number, all of them linked from the index, no link leading nowhere."""

import re
from collections.abc import Iterable
from pathlib import Path

from duecourse.measures.catalogue import CATALOGUE
from rules.tree import files

INDEX = Path("docs", "README.md")
PAGES = Path("docs", "algorithms")
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)\s]*)?\)")


def faults(root: Path) -> list[str]:
    """Name the pages that are missing or not linked, and the links that lead nowhere."""
    return [
        *pages_missing(root, ((spec.name, spec.page) for spec in CATALOGUE)),
        *pages_not_linked(root),
        *broken_links(root),
    ]


def pages_missing(root: Path, pages: Iterable[tuple[str, str]]) -> list[str]:
    """Name the measures whose page does not exist."""
    return [
        f"measures/catalogue.py: {measure} has no page {PAGES.as_posix()}/{page}"
        for measure, page in pages
        if not (root / PAGES / page).is_file()
    ]


def pages_not_linked(root: Path) -> list[str]:
    """Name the pages under docs/ that the index does not lead to."""
    index = root / INDEX
    linked = {(index.parent / link).resolve() for link in links(index)}
    return [
        f"{INDEX.as_posix()}: does not link {page.relative_to(root).as_posix()}"
        for page in files(root / "docs", "*.md")
        if page != index and page.resolve() not in linked
    ]


def broken_links(root: Path) -> list[str]:
    """Name the links to files that do not exist; links to other sites are not followed."""
    return [
        f"{page.relative_to(root).as_posix()}: links {link}, which does not exist"
        for page in files(root, "*.md")
        for link in links(page)
        if "://" not in link and not link.startswith("mailto:")
        if not (page.parent / link).exists()
    ]


def links(page: Path) -> list[str]:
    """List where the links of a page lead, without the place on the page."""
    return LINK.findall(page.read_text("utf-8"))
