"""The paper of a letter on A4, set by typst: the Chinese font embedded, tagged PDF/A."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Literal

import typst

from duecourse.outside.assets import asset
from duecourse.outside.fonts import font_folder
from duecourse.present.letter import LetterFacts, Wording
from duecourse.present.letter_page import page_of

STANDARD: Literal["a-2a"] = "a-2a"


def letter_pdf(facts: LetterFacts, wording: Wording) -> bytes:
    """Set a letter; its text reaches the template as data and is never run.

    Keeps:
        the same letter gives the same bytes.
    """
    made_on = datetime.combine(facts.as_of, datetime.min.time(), tzinfo=UTC)
    made: bytes = typst.compile(  # type: ignore[misc]
        asset("letter.typ").encode(),
        font_paths=[str(font_folder())],
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(page_of(facts, wording), ensure_ascii=False)},
        pdf_standards=STANDARD,
        timestamp=int(made_on.timestamp()),
    )
    return made


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of what was sent, as hexadecimal."""
    return hashlib.sha256(content).hexdigest()
