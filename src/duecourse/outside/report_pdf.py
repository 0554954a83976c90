"""report.pdf: the report on A4, set by typst, the Chinese font embedded, tagged PDF/A."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import typst

from duecourse.outside.assets import asset
from duecourse.outside.charts import svg_of
from duecourse.outside.fonts import font_folder
from duecourse.present.charts import Chart
from duecourse.present.numbers import day
from duecourse.present.report import Report
from duecourse.present.views import View

PRINT_ROWS = {"customers": 60, "dunning": 120, "not_dunned": 60, "alerts": 60, "problems": 60}
"""Paper takes fewer rows than the page; it says how many more there are."""
WIDTHS: dict[str, tuple[float, ...]] = {
    "customers": (0, 1, 0, 0, 0, 0, 0, 0, 0),
    "dunning": (0, 2, 1.2, 0, 0, 0, 0, 0, 0),
    "not_dunned": (2, 1.5, 0, 2),
    "alerts": (0, 2, 2, 0, 0),
    "problems": (1.2, 0, 1, 2.5, 2.5),
}
"""Shares of the width per column; 0 is as wide as its text."""
DETAIL = "reasons"
"""A column that has the whole width beneath its row."""
LEFT_OUT = {"customers": frozenset({"stage", DETAIL})}
"""Columns that paper has no room for beside the others."""
STANDARD: Literal["a-2a"] = "a-2a"
Data = dict[str, Any]


def write_pdf(report: Report, path: Path) -> Path:
    """Write the report as a PDF; the same report gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pdf_of(report))
    return path


def pdf_of(report: Report) -> bytes:
    """Set the report; its text reaches the template as data and is never run."""
    made_on = datetime.combine(report.as_of, datetime.min.time(), tzinfo=UTC)
    made: bytes = typst.compile(  # type: ignore[misc]
        asset("report.typ").encode(),
        font_paths=[str(font_folder())],
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(data_of(report), ensure_ascii=False)},
        pdf_standards=STANDARD,
        timestamp=int(made_on.timestamp()),
    )
    return made


def data_of(report: Report) -> Data:
    """Gather everything that the template sets."""
    word, as_of = report.word, day(report.as_of, report.language)
    return {
        "lang": report.language,
        "region": "CN" if report.language == "zh" else "GB",
        "day": {"year": report.as_of.year, "month": report.as_of.month, "day": report.as_of.day},
        "title": word("report.title"),
        "brand": f"{word('report.brand')} {word('report.brand_other')}",
        "company": report.company,
        "as_of_line": f"{word('report.as_of')} {as_of}",
        "facts": list(report.head),
        "footer": report.footer,
        "page": word("report.page"),
        "made_by": word("report.made_by"),
        "words": heading_words(report),
        "decisions": decision_rows(report),
        "headlines": [
            {"name": one.name, "value": one.value.value, "unit": one.value.unit, "sum": one.sum}
            for one in report.headlines
        ],
        "aging": aging_data(report),
        "charts": {key: chart_data(chart) for key, chart in report.charts.items()},
        "figures": figure_data(report),
        "views": list(views_data(report)),
    }


def chart_data(chart: Chart) -> Data:
    """Draw a chart; one without a number is its sentence alone."""
    drawn = svg_of(chart) if chart.spec["data"]["values"] else ""
    return {"title": chart.title, "says": chart.says, "legend": chart.legend, "svg": drawn}


def heading_words(report: Report) -> Data:
    """Word the headings of the first page."""
    word = report.word
    columns = [word(f"column.{name}") for name in ("what", "why", "stake", "step", "who")]
    note = word("note.decisions" if report.decisions else "note.decisions_none")
    return {
        "decisions": word("section.decisions"),
        "note_decisions": note,
        "decision_columns": columns,
        "aging": word("section.aging"),
    }


def decision_rows(report: Report) -> list[Data]:
    """Write out the decisions."""
    also, comma = report.word("column.also"), report.word("word.comma")
    return [
        {
            "title": one.title,
            "customer": one.customer,
            "grade": one.grade,
            "why": list(one.why),
            "stake": one.stake_text(report.home_currency, report.language),
            "stake_is": one.stake_is,
            "step": one.step,
            "also": f"{also}{report.word('word.colon')}{comma.join(one.also)}" if one.also else "",
            "who": one.who,
        }
        for one in report.decisions
    ]


def aging_data(report: Report) -> Data:
    """Write out the aging: its bar, its table, what it leaves out."""
    word = report.word
    names = ("bucket", "amount", "share", "customers")
    headings = [word(f"column.{name}") for name in names]
    headings[1] += f" ({report.home_currency})"
    return {
        "bar": report.aging.bar,
        "says": report.aging.says,
        "headings": headings,
        "rows": [list(row) for row in report.aging_rows[:-1]],
        "total": list(report.aging_rows[-1]),
        "notes": list(report.aging_notes),
    }


def figure_data(report: Report) -> Data:
    """Set the figures with their definitions as one more table."""
    word = report.word
    headings = [
        {"text": word(f"column.{name}"), "css": "n" if name == "today" else ""}
        for name in ("figure", "today", "means", "sum")
    ]
    rows = [
        [{"text": text, "css": ""} for text in (one.name, one.exact, one.means, one.sum)]
        for one in report.figures
    ]
    note = word("note.figures", currency=report.home_currency)
    title = word("section.figures")
    widths = (0, 0, 2, 1.7)
    return {
        "title": title,
        "note": note,
        "headings": headings,
        "rows": rows,
        "details": [],
        "widths": widths,
        "left_out": "",
    }


def views_data(report: Report) -> Iterable[Data]:
    """Set the tables that follow, each cut to what paper takes."""
    if report.currencies is not None:
        count = len(report.currencies.headings)
        yield view_data(report.currencies, report, widths=(0, *[1.0] * (count - 1)))
    for name, view in report.views.items():
        yield view_data(view, report, widths=WIDTHS[name])


def view_data(view: View, report: Report, *, widths: tuple[float, ...]) -> Data:
    """Cut one table to what paper takes, and say how many rows are left out."""
    word, most = report.word, PRINT_ROWS.get(view.key, len(view.rows))
    out = LEFT_OUT.get(view.key, frozenset())
    kept = [place for place, heading in enumerate(view.headings) if heading.name not in out]
    rows = view.rows[:most]
    more = view.total - len(rows)
    told = {"shown": f"{len(rows):,}", "more": f"{more:,}", "file": f"{view.key}.csv"}
    note = f"note.{view.key}" if rows else f"note.{view.key}_none"
    return {
        "title": word(f"section.{view.key}"),
        "note": word.known(note, ""),
        "headings": [
            {"text": view.headings[place].text, "css": view.headings[place].css} for place in kept
        ],
        "rows": [[{"text": row[p].text, "css": row[p].css} for p in kept] for row in rows],
        "details": [row[p].text for p in places_of(DETAIL, view) for row in rows],
        "widths": widths,
        "left_out": word("report.left_out", **told) if more else "",
    }


def places_of(name: str, view: View) -> list[int]:
    """Find a column by name; none where the table lacks it."""
    return [place for place, heading in enumerate(view.headings) if heading.name == name]
