from tomllib import TOMLDecodeError, loads

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from duecourse.policy.lines import lines_of

TEXT = '''\
# a comment with [brackets] and = signs
title = "one"  # behind

[a]
x = 1
"quoted key" = [ 1,
  2 ]
dotted.key = { p = 1, q = [
    { r = "}" } ] }

[[b.c]]
y = """
long = "text"
"""
[[b.c]]
y = 'z'
[b.c.d]
w = 2026-01-01
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("a",), 4),
        (("a", "x"), 5),
        (("a", "quoted key"), 6),
        (("a", "quoted key", 0), 6),
        (("a", "quoted key", 1), 7),
        (("a", "dotted"), 8),
        (("a", "dotted", "key", "p"), 8),
        (("a", "dotted", "key", "q", 0, "r"), 9),
        (("b", "c"), 11),
        (("b", "c", 0), 11),
        (("b", "c", 0, "y"), 12),
        (("b", "c", 1), 15),
        (("b", "c", 1, "y"), 16),
        (("b", "c", 1, "d", "w"), 18),
    ],
)
def test_every_key_has_its_line(path, line):
    assert lines_of(TEXT).line(path) == line


def test_a_key_that_is_not_there_has_the_line_of_its_table():
    assert lines_of(TEXT).line(("b", "c", 1, "lost", "deeper")) == 15
    assert lines_of(TEXT).line(("nowhere",)) is None
    assert lines_of("").line(()) is None


KEYS = st.text("ab_-\"' .é", max_size=4)
VALUES = st.recursive(
    st.integers() | st.booleans() | st.text(max_size=6).map(repr),
    lambda inner: st.lists(inner, max_size=3).map(str),
    max_leaves=4,
)


@settings(deadline=None)
@given(st.lists(st.tuples(KEYS, VALUES, st.sampled_from(["{} = {}", "[{}]\n", "[[{}]]\n"]))))
@example([("a", 1, "{} = {}"), ("", 1, '"" = {}')])
@example([("a", 1, "{}='''\n''''' # {}")])
def test_whatever_is_valid_toml_can_be_walked(rows):
    text = "\n".join(form.format(key, value) for key, value, form in rows)
    try:
        table = loads(text)
    except TOMLDecodeError:
        return

    lines = lines_of(text)

    assert all(lines.line((key,)) is not None for key in table)


@settings(deadline=None)
@given(st.text("[]{}\"'=.,#\n ab1\\", max_size=40))
def test_no_valid_text_is_too_odd(text):
    try:
        table = loads(text)
    except TOMLDecodeError:
        return

    assert {path[0] for path in lines_of(text).of} == set(table)
