"""No bytes can make reading raise: what cannot be read is a problem."""

import io
import random
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duecourse.engines.engine import engine_named
from duecourse.engines.reading import read_ledger

HEADER = b"invoice_id,customer_id,issued_on,due_on,currency,amount\n"
TRIES = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def duck():
    started = engine_named("duckdb")
    yield started
    started.close()


def read_bytes(duck, tmp_path, name, data):
    for left in tmp_path.iterdir():
        left.unlink()
    (tmp_path / name).write_bytes(data)
    folder = read_ledger(tmp_path, engine=duck)
    alone = read_ledger(tmp_path / name, engine=duck)
    return folder, alone


@TRIES
@given(rubbish=st.binary(max_size=300), known=st.booleans())
def test_no_bytes_of_a_csv_can_make_it_raise(duck, tmp_path, rubbish, known):
    data = HEADER + rubbish if known else rubbish

    folder, _ = read_bytes(duck, tmp_path, "invoices.csv", data)

    assert folder.problems or data.strip() == HEADER.strip() or folder.rows["invoices"]


@TRIES
@given(cells=st.lists(st.text(max_size=12), min_size=6, max_size=6), sheet=st.booleans())
def test_no_cell_can_make_it_raise(duck, tmp_path, cells, sheet):
    name = "book.csv" if sheet else "invoices.csv"
    line = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    data = HEADER + line.encode("utf-8", "surrogatepass")

    for read in read_bytes(duck, tmp_path, name, data):
        assert read.problems or read.rows


def workbook():
    book = openpyxl.Workbook()
    for row in (
        ["客户", "发票号", "开票日期", "到期日", "金额"],
        ["甲", "1", "2026-1-1", "2026-2-1", 5],
    ):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet():
    out = io.BytesIO()
    pq.write_table(pa.table({"invoice_id": ["A"], "amount": [1.5]}), out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("book.xlsx", workbook()),
        ("invoices.xlsx", workbook()),
        ("invoices.parquet", parquet()),
        ("book.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("book.ods", workbook()),
    ],
)
def test_damaged_files_are_problems(duck, tmp_path, name, whole):
    chance = random.Random(name)
    for _ in range(12):
        data = bytearray(whole)
        for place in (chance.randrange(len(data)) for _ in range(8)):
            data[place] = chance.randrange(256)
        cut = bytes(data[: chance.randrange(len(data))])
        for read in read_bytes(duck, tmp_path, name, cut):
            assert read.problems or read.rows


@TRIES
@given(rubbish=st.binary(max_size=200))
def test_a_workbook_of_rubbish_parts_is_a_problem(duck, tmp_path, rubbish):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"):
            parts.writestr(name, rubbish)

    _, alone = read_bytes(duck, tmp_path, "book.xlsx", out.getvalue())

    assert [one.code for one in alone.problems] == ["unreadable-file"]
