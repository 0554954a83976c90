"""Charts on the server: what is drawn, and that nothing in it needs a style."""

import re

import pytest

from duecourse.web import drawing


def test_the_due_line_stands_between_what_is_not_due_and_what_is_overdue():
    drawn = drawing.aging_bar([75, 25, 0, 0, 0])

    assert 'class="g-due" x1="75"' in drawn
    assert drawn.count("<rect") == 2


def test_nothing_owed_draws_no_bar_and_fails_at_nothing():
    assert "<rect" not in drawing.aging_bar([0, 0, 0, 0, 0])


def test_a_drawing_is_spoken_or_hidden():
    assert 'aria-label="1 &lt; 2"' in drawing.bar(10, "", says="1 < 2")
    assert 'aria-hidden="true"' in drawing.bar(10, "")


def test_an_open_invoice_is_a_hollow_pin_above_the_line():
    drawn = drawing.pins([(-3, False), (44, True)], ["a", "b"], says="two")

    assert drawn.count("g-hole") == 1
    assert re.search(r'class="g-head s3"', drawn)
    assert "<span>−10</span>" in drawn


def test_no_invoice_draws_nothing():
    assert drawing.pins([], [], says="") == ""
    assert drawing.lines([("", [None, None])], [], says="") == ""
    assert drawing.spark([1.0]) == ""


def test_a_gap_in_a_line_is_left_out():
    drawn = drawing.lines([("", [40.0, None, 44.0]), ("soft", [None])], ["a", "b"], says="x")

    assert drawn.count('<path class="g-line') == 1


@pytest.mark.parametrize(
    "drawn",
    [
        drawing.share_bar(1.4, css="f-a"),
        drawing.headroom_bar(3.0, 1.0, 0.0, says="x"),
        drawing.spark([1, 2, 3], worse=True, least=10),
        drawing.shares_over_time([[0.5, 0.5]], ["f-a", "f-b"], ["m"], says="x"),
    ],
)
def test_no_drawing_carries_a_style(drawn):
    assert "style" not in drawn
    assert 'width="-' not in drawn
