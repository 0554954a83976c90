"""The colours of the house, light ground; the page's stylesheet swaps them in the dark."""

COLOURS = {
    "ink": "#1b2224",
    "ink-2": "#475255",
    "ink-3": "#5f6a6d",
    "line": "#e3e3dc",
    "line-firm": "#868d8b",
    "rule": "#30393b",
    "surface": "#ffffff",
    "accent": "#0c5c60",
    "age-0": "#a9c6c6",
    "age-1": "#e6cf98",
    "age-2": "#bb8630",
    "age-3": "#93531f",
    "age-4": "#552c14",
    "grade-c": "#5e3218",
}
"""By the names of ``report.css``; every colour has one name only, so that it can be swapped."""
BUCKET_COLOURS = tuple(COLOURS[f"age-{place}"] for place in range(5))
GRADE_COLOURS = {"A": COLOURS["age-0"], "B": COLOURS["age-1"], "C": COLOURS["grade-c"]}
UNGRADED = COLOURS["line-firm"]
