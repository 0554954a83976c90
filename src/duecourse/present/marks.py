"""Small marks drawn as SVG text: shapes only, labels stand beside them in the page."""

from collections.abc import Sequence
from html import escape

from duecourse.present.palette import BUCKET_COLOURS, COLOURS

WIDTH = 1000
HEIGHT = 26
SMALL_WIDTH, SMALL_HEIGHT = 96, 14
GAP = 2.0
LEAST = 0.5
NOTHING = 1e-4
"""No currency counts in smaller parts."""


def aging_bar(amounts: Sequence[float], says: str) -> str:
    """Draw what is owed as one bar, the due line between what is not due and what is overdue.

    Shapes:
        amounts: current, then the overdue buckets in order; what is negative is left out

    Returns:
        SVG that fills the width of its box, with a sentence for who does not see it
    """
    sizes = [max(amount, 0.0) for amount in amounts]
    total = sum(sizes)
    scale = WIDTH / total if total > NOTHING else 0.0
    due = sizes[0] * scale
    body = "".join(bars(sizes, scale, y=5, height=HEIGHT - 10))
    line = f'<rect fill="{COLOURS["rule"]}" x="{due - 1:.2f}" y="0" width="2" height="{HEIGHT}"/>'
    return svg(WIDTH, HEIGHT, body + line, says)


def overdue_bar(amounts: Sequence[float], most: float) -> str:
    """Draw a customer's overdue buckets for a table row, on one scale for the whole column.

    The table says the same in numbers, so that nothing is said to who cannot see it.
    """
    body = "".join(bars([0.0, *amounts], SMALL_WIDTH / most, y=2, height=SMALL_HEIGHT - 4))
    box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SMALL_WIDTH} {SMALL_HEIGHT}"'
    size = f'width="{SMALL_WIDTH}" height="{SMALL_HEIGHT}"'
    return f'<svg {box} {size} aria-hidden="true" focusable="false">{body}</svg>'


def bars(sizes: Sequence[float], scale: float, *, y: int, height: int) -> list[str]:
    """Draw the parts of a bar side by side, a hair apart."""
    parts, x = [], 0.0
    for size, colour in zip(sizes, BUCKET_COLOURS, strict=True):
        width = size * scale
        if width > LEAST:
            drawn = max(width - GAP, LEAST)
            parts.append(
                f'<rect fill="{colour}" x="{x:.2f}" y="{y}" width="{drawn:.2f}" height="{height}"/>'
            )
        x += width
    return parts


def svg(width: int, height: int, body: str, says: str) -> str:
    """Wrap shapes so that they fill the width of their box; the sentence is for who cannot see."""
    box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
    aria = f'role="img" aria-label="{escape(says, quote=True)}"'
    return f'<svg {box} {aria} preserveAspectRatio="none" focusable="false">{body}</svg>'
