from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import csv

from duecourse.engines.writing import write_table, write_tables

MONEY = pa.decimal128(18, 4)


def rows(*customers):
    """A chunk of a table with one row per customer."""
    return pa.table(
        {
            "customer_id": pa.array(customers, pa.string()),
            "due_on": pa.array([date(2026, 3, 31)] * len(customers)),
            "amount": pa.array([Decimal("12.50")] * len(customers), MONEY),
        }
    )


CHUNKS = [("invoices", rows("壬水泵业")), ("customers", rows("K1")), ("invoices", rows("K2", "K3"))]


def test_chunks_of_a_table_become_one_parquet_file(tmp_path):
    told = []

    counts = write_tables(
        iter(CHUNKS), tmp_path / "new", progress=lambda *told_of: told.append(told_of)
    )

    written = pq.read_table(tmp_path / "new" / "invoices.parquet")
    assert written.equals(pa.concat_tables([rows("壬水泵业"), rows("K2", "K3")]))
    assert counts == {"invoices": 3, "customers": 1}
    assert told == [("invoices", 1), ("customers", 1), ("invoices", 2)]


def test_a_csv_opens_in_a_spreadsheet_with_its_chinese_intact(tmp_path):
    write_tables(iter(CHUNKS), tmp_path, format="csv")

    text = (tmp_path / "invoices.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.decode("utf-8-sig").splitlines() == [
        '"customer_id","due_on","amount"',
        '"壬水泵业",2026-03-31,12.5000',
        '"K2",2026-03-31,12.5000',
        '"K3",2026-03-31,12.5000',
    ]


def test_one_table_goes_to_one_file_in_the_format_of_its_name(tmp_path):
    write_table(rows("K1"), tmp_path / "made" / "truth.parquet")

    assert pq.read_table(tmp_path / "made" / "truth.parquet").num_rows == 1


def test_what_was_written_before_a_failure_is_closed(tmp_path):
    def failing():
        yield "invoices", rows("K1")
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        write_tables(failing(), tmp_path)

    assert pq.read_table(tmp_path / "invoices.parquet").num_rows == 1


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_pieces_without_rows_leave_nothing_in_the_file(tmp_path, ending):
    whole = pa.table({"invoice_id": ["F1", "F2"], "part": [1, 2]})
    pieces = [whole.slice(0, 0), whole.slice(0, 1), whole.slice(1, 0), whole.slice(1)]
    folder = tmp_path / "many"

    write_table(pa.concat_tables(pieces), tmp_path / f"one.{ending}")
    write_tables([("many", piece) for piece in pieces], folder, format=ending)

    read = csv.read_csv if ending == "csv" else pq.read_table
    for path in (tmp_path / f"one.{ending}", folder / f"many.{ending}"):
        assert read(path).to_pylist() == whole.to_pylist()
