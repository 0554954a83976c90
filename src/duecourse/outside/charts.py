"""Charts drawn as SVG: one definition in, the same drawing for page and print out."""

import re
from functools import cache, partial
from html import escape
from threading import Thread

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


def warm_up() -> Thread:
    """Start the drawing engine beside other work: it takes half a second to begin with.

    Without our font, which would hold up everything else meanwhile.

    Returns:
        the thread, which ends by itself; drawing waits for the engine in any case.
    """
    nothing = {"mark": "bar", "data": {"values": [{}]}}
    draw = partial(vl_convert.vegalite_to_svg, nothing, vl_version=VEGA_LITE)
    thread = Thread(target=draw, daemon=True)
    thread.start()
    return thread


@cache
def use_our_font() -> None:
    """Give the drawing engine the Chinese font once, so that labels are measured rightly."""
    vl_convert.register_font_directory(str(font_folder()))
