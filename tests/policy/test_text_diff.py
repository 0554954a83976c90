from hypothesis import given
from hypothesis import strategies as st

from duecourse.policy.text_diff import hunks

LINES = st.lists(st.sampled_from(["a = 1", "b = 2", "[c]", "", "d = 'x y'"]), max_size=12)
OLD = """\
[grade]
terms = "NET45"
limit = 5
needs = "cover"
"""


def shape(hunk):
    return [(line.kind, line.old, line.new, "".join(p.text for p in line.pieces)) for line in hunk]


def test_a_line_that_changed_stands_twice_with_its_numbers_below_its_table():
    [hunk] = hunks(OLD, OLD.replace("45", "30"), around=1)

    assert hunk.heading == "[grade]"
    assert shape(hunk.lines) == [
        ("same", 1, 1, "[grade]"),
        ("out", 2, None, 'terms = "NET45"'),
        ("in", None, 2, 'terms = "NET30"'),
        ("same", 3, 3, "limit = 5"),
    ]
    assert [piece.text for piece in hunk.lines[2].pieces if piece.changed] == ["NET30"]


def test_lines_without_a_partner_are_marked_as_a_whole():
    [hunk] = hunks(OLD, OLD + "share = 1\nwithin = 2\n", around=0)

    assert [line.kind for line in hunk.lines] == ["in", "in"]
    assert all(len(line.pieces) == 1 for line in hunk.lines)
    assert hunk.heading == "[grade]"


def test_a_text_without_tables_has_no_heading():
    assert hunks("a = 1", "a = 2")[0].heading == ""


@given(LINES)
def test_equal_texts_differ_in_nothing(lines):
    assert hunks("\n".join(lines), "\n".join(lines)) == ()


@given(LINES, LINES)
def test_no_line_is_lost_or_invented(old, new):
    before, after = "\n".join(old), "\n".join(new)
    shown = [
        line for hunk in hunks(before, after, around=len(old) + len(new)) for line in hunk.lines
    ]
    if before.splitlines() == after.splitlines():
        assert shown == []
        return
    texts = [(line.kind, "".join(piece.text for piece in line.pieces)) for line in shown]
    assert [text for kind, text in texts if kind != "in"] == before.splitlines()
    assert [text for kind, text in texts if kind != "out"] == after.splitlines()
