"""How a CSV is written is told from its bytes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecourse.engines.csv_text import as_utf8, dialect_of, encoding_of, grid_of

CHINESE = "客户名称,发票号码,备注\n桦木公司,1,已对账\n"
GERMAN = "Kunde;Straße;Betrag\nMüller GmbH;Königsallee;1,50\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "gb18030"),
        (CHINESE, "utf-16"),
        (GERMAN, "cp1252"),
        (GERMAN, "utf-8"),
        ("a,b\n1,2\n", "ascii"),
    ],
)
def test_the_same_cells_come_from_every_encoding(text, encoding):
    separator = ";" if ";" in text else ","

    assert grid_of(text.encode(encoding)) == [
        line.split(separator) for line in text.strip().splitlines()
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_makes_most_cells(separator):
    rows = [["a", "b", "c"], ["x, y", "1;2", "3"]]
    lines = [separator.join(f'"{cell}"' for cell in row) for row in rows]

    assert grid_of("\n".join(lines).encode()) == rows


def test_a_head_that_ends_within_a_character_is_no_other_encoding():
    assert encoding_of(CHINESE.encode("utf-8")[:4]) == "utf-8-sig"
    assert encoding_of(CHINESE.encode("gb18030")[:5]) == "gb18030"


def test_bytes_of_no_encoding_are_read_all_the_same():
    assert encoding_of(b"\xff\xff\xff\xff,\x80\x80\x80") == "latin-1"


def test_a_blank_line_is_a_row_as_in_a_spreadsheet():
    assert grid_of(b"a,b\n\n1,2\n") == [["a", "b"], [], ["1", "2"]]


def test_a_large_file_is_written_anew_in_utf8(tmp_path):
    source, target = tmp_path / "a.csv", tmp_path / "b.csv"
    source.write_bytes(CHINESE.encode("gb18030"))

    as_utf8(source, dialect_of(source.read_bytes()), target)

    assert target.read_text("utf-8") == CHINESE


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_can_make_it_raise(data):
    found = dialect_of(data)

    assert "a".encode(found.encoding)
    assert len(found.separator) == 1
