"""Compile the words that the library's pages take from us (gettext), after they were edited."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES = "src/duecourse/web/locale/*/LC_MESSAGES/django.po"


def main(root: Path) -> None:
    """Write a compiled catalogue beside each one that people edit."""
    for source in sorted(root.glob(CATALOGUES)):
        with source.open("rb") as told:
            catalogue = read_po(told)
        with source.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1])
