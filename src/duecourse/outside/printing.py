"""The reports for people, each loaded when it is set: who sets none waits for none."""

from pathlib import Path

from duecourse.present.charts import Chart
from duecourse.present.report import Report

SMALLEST = Chart("", "", "", {"mark": "bar", "data": {"values": [{}]}})


def load() -> None:
    """Load what a page takes long to begin with: the drawing engine, the font's cutter."""
    from fontTools import subset  # noqa: F401

    from duecourse.outside.charts import svg_of
    from duecourse.outside.report_html import template

    svg_of(SMALLEST)
    template()


def page(report: Report, path: Path) -> Path:
    """Write report.html."""
    from duecourse.outside.report_html import write_html

    return write_html(report, path)


def paper(report: Report, path: Path) -> Path:
    """Write report.pdf."""
    from duecourse.outside.report_pdf import write_pdf

    return write_pdf(report, path)


def workbook(report: Report, path: Path) -> Path:
    """Write report.xlsx."""
    from duecourse.outside.report_xlsx import write_xlsx

    return write_xlsx(report, path)
