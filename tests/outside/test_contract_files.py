import json

import pytest
from present.typed_position import facts

from duecourse.outside.contract_files import write_contract

NAMES = ["aging", "invoices", "customers", "dunning", "not_dunned", "alerts", "problems"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_file_of_the_contract_is_written_with_its_mark(engine, tmp_path, language):
    written = write_contract(facts(engine), tmp_path / "out", language=language)

    assert [path.name for path in written] == [*(f"{name}.csv" for name in NAMES), "kpi.json"]
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in written[:-1])
    assert json.loads(written[-1].read_text("utf-8"))["home_currency"] == "CNY"


def test_two_runs_write_the_same_bytes_whatever_the_engine(engine, tmp_path):
    first = write_contract(facts(engine), tmp_path / "a", language="zh")
    again = write_contract(facts(engine), tmp_path / "b", language="zh")

    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]


def test_files_of_an_earlier_run_are_replaced(engine, tmp_path):
    (tmp_path / "aging.csv").write_text("old")
    write_contract(facts(engine), tmp_path, language="zh")

    assert "old" not in (tmp_path / "aging.csv").read_text("utf-8-sig")
