from xml.etree import ElementTree

from duecourse.outside.charts import svg_of
from duecourse.present.charts import Bar, Chart, over_time, rows_of_bars
from duecourse.present.palette import COLOURS

BARS = Chart("x", "题", '说 "明"', rows_of_bars([Bar("壬水泵业", 10, "10.0 万元", "C", mark=8)]))


def test_a_chart_is_one_drawing_with_one_sentence():
    drawing = ElementTree.fromstring(svg_of(BARS))

    assert (drawing.get("role"), drawing.get("aria-label")) == ("img", '说 "明"')
    assert sum("aria-label" in element.attrib for element in drawing.iter()) == 1


def test_labels_are_set_in_the_font_that_is_shipped_and_are_not_cut():
    drawing = svg_of(BARS)

    assert "壬水泵业" in drawing and "10.0 万元" in drawing
    assert "Noto Sans SC" in drawing


def test_every_colour_drawn_is_one_of_the_house():
    chart = Chart("t", "T", "s", over_time(["26-01", "26-02"], [("DSO", [40.0, 42.0])]))
    for drawn in (svg_of(BARS), svg_of(chart)):
        marks = ElementTree.fromstring(drawn).iter()
        used = {mark.get(part) for mark in marks for part in ("fill", "stroke")}

        assert used - {None, "none", "transparent"} <= set(COLOURS.values())


def test_lines_without_a_single_number_still_draw():
    assert "<svg" in svg_of(Chart("t", "T", "s", over_time([], [("DSO", [])])))
