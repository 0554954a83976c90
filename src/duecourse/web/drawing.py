"""Charts as SVG, drawn on the server: shapes only, their colours come from the stylesheet.

A chart stands beside a table with the same numbers, and then it is hidden from screen readers, or
it carries a sentence that says what it shows. Nothing in it needs a script or an inline style.
"""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT = 300.0, 100.0
HAIR = 0.4
STEPS = (1, 2, 5, 10, 15, 20, 25, 30, 50, 60, 100, 200, 500, 1000)
"""Distances between the lines of a grid."""


def rounded(value: float) -> str:
    """Write a coordinate.

    >>> rounded(1.50), rounded(20.0), rounded(0.333)
    ('1.5', '20', '0.33')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def svg(size: tuple[float, float], body: str, *, says: str = "", css: str = "") -> SafeString:
    """Draw what fills its box; only shapes stretch, for labels stand beside the drawing."""
    box = f'viewBox="0 0 {rounded(size[0])} {rounded(size[1])}" preserveAspectRatio="none"'
    return mark_safe(f'<svg {spoken(says)} class="{css}" {box} focusable="false">{body}</svg>')


def fixed(size: tuple[float, float], body: str, *, says: str = "", css: str = "") -> SafeString:
    """Draw what keeps its size."""
    wide, high = (rounded(length) for length in size)
    box = f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
    return mark_safe(f'<svg {spoken(says)} class="{css}" {box} focusable="false">{body}</svg>')


def bar(height: float, body: str, *, says: str = "") -> SafeString:
    """Draw a bar that fills the width of its box and keeps its height."""
    box = f'viewBox="0 0 100 {rounded(height)}" height="{rounded(height)}"'
    shown = f'<svg {spoken(says)} class="wide-bar" {box} preserveAspectRatio="none"'
    return mark_safe(f'{shown} focusable="false">{body}</svg>')


def spoken(says: str) -> str:
    """Say to a screen reader what a drawing shows, or hide it."""
    return f'role="img" aria-label="{escape(says, quote=True)}"' if says else 'aria-hidden="true"'


def rect(css: str, *, x: float, y: float, width: float, height: float) -> str:
    """Draw a rectangle."""
    place = f'x="{rounded(x)}" y="{rounded(y)}"'
    return f'<rect class="{css}" {place} width="{rounded(width)}" height="{rounded(height)}"/>'


def level(css: str, y: float, *, width: float = WIDTH) -> str:
    """Draw a line from side to side."""
    at = rounded(y)
    return f'<line class="{css}" x1="0" x2="{rounded(width)}" y1="{at}" y2="{at}"/>'


def upright(css: str, x: float, *, height: float) -> str:
    """Draw a line from top to bottom."""
    at = rounded(x)
    return f'<line class="{css}" x1="{at}" x2="{at}" y1="0" y2="{rounded(height)}"/>'


def dot(x: float, y: float, css: str) -> str:
    """Draw a dot that stays round in a stretched drawing: no length, a round cap."""
    return f'<path class="{css}" d="M{rounded(x)} {rounded(y)}h.01"/>'


def aging_bar(amounts: Sequence[float], *, height: float = 26, says: str = "") -> SafeString:
    """Draw what is owed by how late it is; the due line stands before what is overdue."""
    sizes = [max(amount, 0.0) for amount in amounts]
    total, x, parts = sum(sizes) or 1.0, 0.0, []
    for place, size in enumerate(sizes):
        width = 100 * size / total
        if width:
            parts.append(rect(f"f{place} gap", x=x, y=5, width=width, height=height - 10))
        x += width
    parts.append(upright("g-due", 100 * sizes[0] / total, height=height))
    return bar(height, "".join(parts), says=says)


def share_bar(share: float, *, css: str, width: float = 96) -> SafeString:
    """Draw a share of a whole, for a table row that says it in numbers."""
    own = width * min(max(share, 0.0), 1.0)
    whole = rect("f-rest", x=0, y=3, width=width, height=8)
    return fixed((width, 14), whole + rect(css, x=0, y=3, width=own, height=8))


def headroom_bar(used: float, reserved: float, limit: float, *, says: str) -> SafeString:
    """Draw what is owed and what orders would add, against the limit (the line)."""
    most = max(used + reserved, limit) * 1.04 or 1.0
    owed, more, most_allowed = (100 * max(value, 0.0) / most for value in (used, reserved, limit))
    body = (
        rect("f-rest", x=0, y=5, width=most_allowed, height=12)
        + rect("f-use", x=0, y=5, width=owed, height=12)
        + rect("f-line gap", x=owed, y=5, width=more, height=12)
        + upright("g-due", most_allowed, height=22)
    )
    return bar(22, body, says=says)


def spark(values: Sequence[float], *, worse: bool = False, least: float = 0) -> SafeString:
    """Draw a trend in a word's space; ``least`` keeps noise flat."""
    if len(values) < 2:  # noqa: PLR2004  # one point is no trend
        return mark_safe("")
    width, height, low = 64.0, 18.0, min(values)
    span = max(max(values) - low, least) or 1.0
    step = (width - 6) / (len(values) - 1)
    points = [
        (3 + step * place, 3 + (height - 6) * (1 - (value - low) / span))
        for place, value in enumerate(values)
    ]
    last = dot(*points[-1], "g-dot worse" if worse else "g-dot")
    body = f'<path class="g-line soft" d="{path(points)}"/>{last}'
    return fixed((width, height), body, css="spark")


def path(points: Sequence[tuple[float, float]]) -> str:
    """Write the way through points."""
    return "M" + " L".join(f"{rounded(x)} {rounded(y)}" for x, y in points)


def ticks(low: float, high: float, *, most: int = 6) -> list[int]:
    """Choose round numbers that span a range, the ends included.

    >>> ticks(-3, 74), ticks(41.2, 44.8)
    ([-15, 0, 15, 30, 45, 60, 75], [41, 42, 43, 44, 45])
    """
    step = next((each for each in STEPS if (high - low) / each <= most), STEPS[-1])
    first, last = int(low // step), -int(-high // step)
    return [step * place for place in range(first, max(last, first + 1) + 1)]


def framed(drawing: str, *, rows: Sequence[str], columns: Sequence[str]) -> SafeString:
    """Set labels beside and below a drawing, as text that never stretches."""
    beside = "".join(f"<span>{escape(text)}</span>" for text in reversed(rows))
    below = "".join(f"<span>{escape(text)}</span>" for text in columns)
    return mark_safe(
        f'<div class="plot"><div class="y" aria-hidden="true">{beside}</div>{drawing}'
        f'<div class="x" aria-hidden="true">{below}</div></div>'
    )


def lines(
    series: Sequence[tuple[str, Sequence[float | None]]], labels: Sequence[str], *, says: str
) -> SafeString:
    """Draw lines over time; the first is the one that matters, gaps are left out."""
    known = [value for _, values in series for value in values if value is not None]
    if not known:
        return mark_safe("")
    marks = ticks(min(known), max(known))
    low, high = marks[0], marks[-1]

    def place(index: int, value: float, count: int) -> tuple[float, float]:
        return WIDTH * index / max(count - 1, 1), HEIGHT * (high - value) / (high - low)

    body = "".join(level("g-grid", place(0, mark, 1)[1]) for mark in marks)
    for number, (css, values) in reversed(list(enumerate(series))):
        points = [place(i, v, len(values)) for i, v in enumerate(values) if v is not None]
        if not points:
            continue
        if number == 0:
            ends = f"L{rounded(points[-1][0])} 100 L{rounded(points[0][0])} 100Z"
            body += f'<path class="g-area" d="{path(points)} {ends}"/>'
        body += f'<path class="g-line {css}" d="{path(points)}"/>'
        body += dot(*points[-1], "g-dot") if number == 0 else ""
    drawing = svg((WIDTH, HEIGHT), body, says=says)
    return framed(drawing, rows=[str(mark) for mark in marks], columns=labels)


def pins(days: Sequence[tuple[int, bool]], labels: Sequence[str], *, says: str) -> SafeString:
    """Draw each invoice as a pin on the due line: below it early, above it late, hollow if open.

    Shapes:
        days: days after the due date, and whether the invoice is still open; in order of due dates
    """
    if not days:
        return mark_safe("")
    marks = ticks(min(0, *(day for day, _ in days), 0), max(0, *(day for day, _ in days), 10))
    low, high = marks[0], marks[-1]
    step = WIDTH / len(days)
    at = {day: HEIGHT * (high - day) / (high - low) for day in {0, *(d for d, _ in days), *marks}}
    body = "".join(level("g-grid", at[mark]) for mark in marks if mark)
    for place, (day, still_open) in enumerate(days):
        x, css = (place + 0.5) * step, lateness(day)
        stem = f"M{rounded(x)} {rounded(at[0])}V{rounded(at[day])}"
        body += f'<path class="g-stem {css}" d="{stem}"/>{dot(x, at[day], f"g-head {css}")}'
        body += dot(x, at[day], "g-hole") if still_open else ""
    drawing = svg((WIDTH, HEIGHT), body + level("g-due", at[0]), says=says)
    signs = [str(mark).replace("-", "\N{MINUS SIGN}") for mark in marks]
    return framed(drawing, rows=signs, columns=labels)


def lateness(days: int) -> str:
    """Name the colour of so many days.

    >>> [lateness(days) for days in (-2, 12, 45, 90)]
    ['ok', 's2', 's3', 's4']
    """
    return "ok" if days <= 0 else "s2" if days <= 30 else "s3" if days <= 60 else "s4"  # noqa: PLR2004


def shares_over_time(
    months: Sequence[Sequence[float]], css: Sequence[str], labels: Sequence[str], *, says: str
) -> SafeString:
    """Draw shares of a whole, one column a month, the last share on top."""
    step, body = WIDTH / len(months), ""
    for place, shares in enumerate(months):
        y = HEIGHT
        for name, share in zip(css, shares, strict=True):
            y -= 100 * share
            x = step * (place + 0.14)
            body += rect(name, x=x, y=y, width=step * 0.72, height=100 * share)
    drawing = svg((WIDTH, HEIGHT), body, says=says)
    return framed(drawing, rows=["0", "25", "50", "75", "100"], columns=labels)
