"""report.html: one page in one file, which opens offline and loads nothing."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from duecourse.outside.assets import asset
from duecourse.outside.charts import svg_of
from duecourse.outside.fonts import with_font
from duecourse.present.numbers import day
from duecourse.present.palette import COLOURS
from duecourse.present.report import Report

WIDE_ONLY = frozenset({"stage", "late_interest", "open_amount_home"})
"""Columns that go first where the page is narrow."""


def write_html(report: Report, path: Path) -> Path:
    """Write the report as a page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html_of(report), encoding="utf-8", newline="\n")
    return path


def html_of(report: Report) -> str:
    """Set the report as HTML, with the letters it needs; every text from a file is escaped."""
    page = template().render(
        report=report,
        word=report.word,
        as_of=day(report.as_of, report.language),
        wide=WIDE_ONLY,
        colon=report.word("word.colon"),
        comma=report.word("word.comma"),
        stakes=[one.stake_text(report.home_currency, report.language) for one in report.decisions],
        stylesheet=Markup(stylesheet()),
        bar=Markup(report.aging.bar),
        overdue_bars=[Markup(bar) for bar in report.overdue_bars],
        drawings={key: Markup(svg_of(chart)) for key, chart in report.charts.items()},
    )
    return with_font(page)


@cache
def template() -> Template:
    """Compile the page's template once."""
    environment = Environment(
        loader=FunctionLoader(asset), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("report.html.j2")


@cache
def stylesheet() -> str:
    """Return the stylesheet, with a rule for every colour of the charts to follow the theme."""
    follows = (
        f'svg [{part}="{colour}"]{{{part}:var(--{name})}}'
        for name, colour in COLOURS.items()
        for part in ("fill", "stroke")
    )
    return asset("report.css") + "\n".join(follows)
