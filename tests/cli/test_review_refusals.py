"""What the review refuses, and how it says so; what it reads is tested with the readers."""

import pytest
import typer
from sheets import xlsx
from typer.testing import CliRunner

from duecourse.cli.review import review

INVOICES = (
    "invoice_id,customer_id,issued_on,due_on,currency,amount\n"
    "I1,Alder,2026-01-01,2026-01-31,EUR,1000\n"
)
WITH_A_SUM = """
客户名称 | 发票号码 | 开票日期 | 到期日 | 金额 | 未收金额
桦木公司 | 0001 | 2026-1-5 | 2026-3-1 | 10000 | 6000
小计 | | | | 10000 | 6000
"""


@pytest.fixture
def sheet(tmp_path):
    """One invoice."""
    path = tmp_path / "sheet.csv"
    path.write_text(INVOICES)
    return path


def call(*arguments):
    """Call the verb as a shell would."""
    app = typer.Typer()
    app.command()(review)
    fixed = ("--as-of", "2026-03-31", "--no-pdf", "--lang", "en")
    return CliRunner().invoke(app, [str(argument) for argument in (*arguments, *fixed)])


@pytest.mark.parametrize(
    ("option", "says"),
    [
        (("--currency", "EURO"), "EURO is no currency; write its three letters"),
        (("--policy", "harsh"), "harsh is neither a preset (standard, sme, cautious) nor a file"),
    ],
)
def test_a_wrong_call_ends_with_1_and_says_what_to_write(sheet, tmp_path, option, says):
    done = call(sheet, "--out", tmp_path / "out", *option)

    assert done.exit_code == 1
    assert says in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_file_that_cannot_be_written_is_named_with_what_to_do(sheet, tmp_path):
    """As where a spreadsheet holds it open: here a folder has its name."""
    (tmp_path / "out" / "report.html").mkdir(parents=True)

    done = call(sheet, "--out", tmp_path / "out")

    assert done.exit_code == 1
    assert "report.html: Is a directory. Close it where another program has it open" in done.stderr


def test_nothing_but_files_is_printed_where_nobody_watches(sheet, tmp_path):
    done = call(sheet, "--out", tmp_path / "out")

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == str(tmp_path / "out" / "aging.csv")


def test_a_row_of_sums_is_told_in_the_file_and_is_no_problem(tmp_path):
    source = xlsx(tmp_path / "sheet.xlsx", {"明细": WITH_A_SUM})

    done = call(source, "--out", tmp_path / "out")

    assert (done.exit_code, done.stderr) == (0, "")
    assert "小计" in (tmp_path / "out" / "problems.csv").read_text("utf-8-sig")
