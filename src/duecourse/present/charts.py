"""Chart definitions: plain Vega-Lite data, one per chart, for page and print alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from duecourse.present.palette import COLOURS, GRADE_COLOURS, UNGRADED

FONT = "Noto Sans SC"
WIDTH, BARS, ROW = 360, 190, 22
FEW, WIDE_ROW = 5, 36
"""So few bars are set wider, for they stand beside taller things."""
SIZE = 12
ROOM = 14
"""Where the page's own font is wider than that by which the drawing was measured."""
Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: title, a sentence that says what it shows, Vega-Lite definition, names of lines."""

    key: str
    title: str
    says: str
    spec: Spec
    legend: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart; ``mark`` is a second number set as a line across the bar."""

    label: str
    value: float
    text: str
    grade: str = ""
    mark: float | None = None


def frame_of(values: Sequence[Spec], layers: Sequence[Spec], *, width: int, height: int) -> Spec:
    """Put layers over one set of values in the look of the house."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": height,
        "background": None,
        "padding": {"left": ROOM, "top": 2, "right": ROOM, "bottom": 2},
        "data": {"values": list(values)},
        "layer": list(layers),
        "config": look(),
    }


def look() -> Spec:
    """Set fonts and colours once for every chart."""
    text = {"labelColor": COLOURS["ink-2"], "labelFont": FONT, "labelFontSize": SIZE}
    axis = {"domain": False, "ticks": False, "gridColor": COLOURS["line"], "labelPadding": 6}
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {**text, **axis, "title": None, "labelLimit": 150},
        "text": {"font": FONT, "fontSize": SIZE, "color": COLOURS["ink"]},
        "scale": {"barBandPaddingInner": 0.35},
    }


def over_time(months: Sequence[str], lines: Sequence[tuple[str, Sequence[float | None]]]) -> Spec:
    """Draw lines over months, the first the one that matters; each is named at its end.

    Units:
        lines: days; None leaves a gap
    """
    values = [
        {"month": month, "line": name, "value": value}
        for name, numbers in lines
        for month, value in zip(months, numbers, strict=True)
        if value is not None
    ]
    names = [name for name, _ in lines]
    layers = [*main_area(names[:1]), line_layer(names), *ends(values, months)]
    return frame_of(values, layers, width=WIDTH, height=190)


def main_area(names: Sequence[str]) -> list[Spec]:
    """Tint the ground under the line that matters; there may be none."""
    return [
        {
            "transform": [{"filter": {"field": "line", "equal": name}}],
            "mark": {"type": "area", "color": COLOURS["accent"], "opacity": 0.08, "line": False},
            "encoding": {"x": months_axis(), "y": days_axis()},
        }
        for name in names
    ]


def line_layer(names: Sequence[str]) -> Spec:
    """Draw every line, the first in the accent colour."""
    colours = [COLOURS["accent"], COLOURS["line-firm"], COLOURS["age-2"]][: len(names)]
    scale = {"domain": list(names), "range": colours}
    return {
        "mark": {"type": "line", "strokeWidth": 2, "strokeCap": "round", "strokeJoin": "round"},
        "encoding": {
            "x": months_axis(),
            "y": days_axis(),
            "color": {"field": "line", "type": "nominal", "scale": scale, "legend": None},
        },
    }


def ends(values: Sequence[Spec], months: Sequence[str]) -> list[Spec]:
    """Set a dot and the number at the last month of each line."""
    here = [{"filter": {"field": "month", "equal": months[-1]}}] if months and values else []
    place = {"x": months_axis(), "y": days_axis()}
    return [
        {
            "transform": here,
            "mark": {"type": "point", "filled": True, "size": 46, "color": COLOURS["accent"]},
            "encoding": place,
        },
        {
            "transform": here,
            "mark": {"type": "text", "align": "left", "dx": 8, "baseline": "middle"},
            "encoding": {
                **place,
                "text": {"field": "value", "type": "quantitative", "format": ".1f"},
            },
        },
    ]


def months_axis() -> Spec:
    """Months as words, every other one labelled."""
    axis = {"labelAngle": 0, "grid": False, "labelOverlap": "parity"}
    return {"field": "month", "type": "ordinal", "axis": axis, "scale": {"type": "point"}}


def days_axis() -> Spec:
    """Days, not from zero: it is the change that matters."""
    axis = {"tickCount": 5, "format": "d"}
    return {
        "field": "value",
        "type": "quantitative",
        "stack": None,
        "scale": {"zero": False, "nice": True},
        "axis": axis,
    }


def rows_of_bars(bars: Sequence[Bar]) -> Spec:
    """Draw horizontal bars in the order given, each with its number at the end."""
    values = [
        {"label": bar.label, "value": bar.value, "text": bar.text, "grade": bar.grade}
        | ({} if bar.mark is None else {"mark": bar.mark, "across": bar.mark})
        for bar in bars
    ]
    most = max([1.0, *(bar.value for bar in bars), *(bar.mark or 0.0 for bar in bars)])
    y = {"field": "label", "type": "nominal", "sort": None}
    x = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": [0, most]}}
    height = (WIDE_ROW if len(bars) <= FEW else ROW) * max(len(bars), 1)
    return frame_of(values, bar_layers(x, y, most), width=BARS, height=height)


def bar_layers(x: Spec, y: Spec, most: float) -> list[Spec]:
    """Draw the bar, the line across it, and the number at the far end."""
    grades = {**GRADE_COLOURS, "": UNGRADED}
    scale = {"domain": list(grades), "range": list(grades.values())}
    colour = {"field": "grade", "type": "nominal", "scale": scale, "legend": None}
    across = {**x, "field": "across"}
    line = {"type": "tick", "thickness": 2, "size": 16, "color": COLOURS["rule"]}
    number = {"type": "text", "align": "left", "dx": 6, "baseline": "middle"}
    return [
        {"mark": {"type": "bar"}, "encoding": {"x": x, "y": y, "color": colour}},
        {
            "transform": [{"filter": "isValid(datum.across)"}],
            "mark": line,
            "encoding": {"x": across, "y": y},
        },
        {"mark": number, "encoding": {"x": {"datum": most}, "y": y, "text": {"field": "text"}}},
    ]
