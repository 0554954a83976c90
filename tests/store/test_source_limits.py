"""Files that would burst a reader are refused before one opens them."""

import io
import zipfile
import zlib
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from duecourse.store import source_limits
from duecourse.store.sheet_extents import Extent, NotWellFormed
from duecourse.store.source_limits import TooMuch, refuse_beyond_bounds

BOMB = 300 << 20


def packed(path, members, kind=ZIP_DEFLATED):
    with ZipFile(path, "w", kind) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def workbook(path, cells):
    book = openpyxl.Workbook()
    for place, value in cells.items():
        book.active[place] = value
    book.save(path)
    return path


def refused(path):
    with pytest.raises(TooMuch) as refusal:
        refuse_beyond_bounds([path])
    return refusal.value.code


def refused_as(path):
    """Return under which code a file is refused; None where it passes."""
    try:
        refuse_beyond_bounds([path])
    except TooMuch as refusal:
        return refusal.code
    return None


def test_an_ordinary_workbook_passes(tmp_path):
    assert refused_as(workbook(tmp_path / "a.xlsx", {"A1": "x", "C200": 5})) is None


def test_a_workbook_that_unpacks_to_far_more_than_it_weighs_is_a_bomb(tmp_path):
    assert refused(packed(tmp_path / "a.xlsx", {"xl/a.xml": b" " * BOMB})) == "zip-bomb"


def test_a_bomb_that_lies_about_its_size_is_counted_and_not_believed(tmp_path, monkeypatch):
    monkeypatch.setattr(source_limits, "MOST_UNPACKED", 8 << 20)
    path = packed(tmp_path / "a.xlsx", {"xl/a.xml": b" " * (16 << 20)})
    whole = path.read_bytes()
    real, claimed = (16 << 20).to_bytes(4, "little"), (100).to_bytes(4, "little")
    path.write_bytes(whole.replace(real, claimed))

    assert zipfile.ZipFile(path).infolist()[0].file_size == 100
    assert refused(path) == "zip-bomb"


def test_a_packing_that_no_workbook_uses_is_refused(tmp_path):
    assert refused(packed(tmp_path / "a.xlsx", {"a": b"x" * 99}, ZIP_BZIP2)) == "zip-bomb"


def test_cells_that_a_reader_would_fill_memory_between_are_refused(tmp_path):
    assert refused(workbook(tmp_path / "a.xlsx", {"A1": 1, "XFD1048576": 1})) == "cells-too-far"


def test_repeated_cells_of_an_open_document_count_as_often_as_they_come(tmp_path):
    table = (
        '<d xmlns:table="t" xmlns:office="o"><table:table>'
        '<table:table-row table:number-rows-repeated="1000000">'
        '<table:table-cell table:number-columns-repeated="{columns}" office:value-type="float"/>'
        "</table:table-row></table:table></d>"
    )

    refuse_beyond_bounds([packed(tmp_path / "a.ods", {"content.xml": table.format(columns=9)})])
    far = packed(tmp_path / "b.ods", {"content.xml": table.format(columns=16000)})
    assert refused(far) == "cells-too-far"


def test_empty_cells_that_an_open_document_ends_with_do_not_count():
    extent = Extent()
    extent.look_at(
        b'<d xmlns:table="t" xmlns:text="x"><table:table><table:table-row>'
        b"<table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>"
        b'<table:table-row table:number-rows-repeated="1048575">'
        b'<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )

    assert extent.cells == 1


def test_entities_are_refused_for_they_multiply(tmp_path):
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><a>&b;</a>'

    assert refused(packed(tmp_path / "a.xlsx", {"xl/a.xml": bomb})) == "damaged-workbook"
    with pytest.raises(NotWellFormed):
        Extent().look_at(b"<a></b>")


def test_a_binary_workbook_is_refused_for_it_cannot_be_looked_through(tmp_path):
    path = tmp_path / "a.xlsb"
    path.write_bytes(b"PK")

    assert refused(path) == "binary-workbook"


def test_rows_that_a_parquet_file_only_claims_are_counted_first(tmp_path, monkeypatch):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"a": [0] * 100}), path)
    refuse_beyond_bounds([path])
    monkeypatch.setattr(source_limits, "MOST_ROWS", 99)

    assert refused(path) == "too-many-rows"


def test_all_files_of_a_source_together_have_a_bound(tmp_path, monkeypatch):
    files = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for file in files:
        file.write_bytes(b"x" * 60)
    refuse_beyond_bounds(files)
    monkeypatch.setattr(source_limits, "MOST_BYTES", 100)

    with pytest.raises(TooMuch, match=r"b\.csv"):
        refuse_beyond_bounds(files)


@pytest.mark.parametrize("cut", [10, 40, 200])
def test_what_is_damaged_otherwise_is_left_to_the_reader_to_name(tmp_path, cut):
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as file:
        file.writestr("a.txt", zlib.compress(b"x" * 1000) * 9)
    path = tmp_path / "a.xlsx"
    path.write_bytes(held.getvalue()[:-cut])

    assert refused_as(path) is None
