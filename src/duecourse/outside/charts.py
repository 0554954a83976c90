"""Charts drawn as SVG: one definition in, the same drawing for page and print out."""

import re
from functools import cache
from html import escape

import vl_convert

from duecourse.outside.fonts import font_folder
from duecourse.present.charts import Chart

VEGA_LITE = "6.1"
SPOKEN = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
"""What the engine says about single shapes, in English; the chart has one sentence instead."""


def svg_of(chart: Chart) -> str:
    """Draw a chart; its sentence is its name for who cannot see it."""
    use_our_font()
    drawn: str = vl_convert.vegalite_to_svg(chart.spec, vl_version=VEGA_LITE)
    plain = SPOKEN.sub("", drawn)
    label = escape(chart.says, quote=True)
    return plain.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)


@cache
def use_our_font() -> None:
    """Give the drawing engine the Chinese font once, so that labels are measured rightly."""
    vl_convert.register_font_directory(str(font_folder()))
