import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from duecourse.cli.simulate_company import simulate_company

SMALL = ["--customers", "50", "--invoices", "200", "--as-of", "2026-03-31"]


@pytest.fixture
def run():
    """Call the verb as a shell would."""
    app = typer.Typer()
    app.command()(simulate_company)

    def call(*arguments):
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return call


def test_it_writes_one_file_per_table_and_lists_them(run, tmp_path):
    done = run(tmp_path / "example", *SMALL)

    assert done.exit_code == 0
    assert "invoices.parquet: 200 rows" in done.stdout
    assert pq.read_table(tmp_path / "example" / "customers.parquet").num_rows == 50


def test_it_does_not_write_over_files_unless_told_to(run, tmp_path):
    (tmp_path / "mine.txt").write_text("keep")

    refused = run(tmp_path, *SMALL, "--lang", "en")
    forced = run(tmp_path, *SMALL, "--force")

    assert refused.exit_code == 1
    assert "not empty; name another folder, or add --force" in refused.output
    assert forced.exit_code == 0
    assert (tmp_path / "mine.txt").read_text() == "keep"


def test_tables_of_an_earlier_company_do_not_mix_with_the_new_one(run, tmp_path):
    run(tmp_path / "example", *SMALL, "--format", "csv")

    run(tmp_path / "example", *SMALL, "--force")

    assert {path.suffix for path in (tmp_path / "example").iterdir()} == {".parquet"}


def test_a_company_that_cannot_be_is_refused_in_words(run, tmp_path):
    refused = run(tmp_path / "example", *SMALL, "--months", "6", "--lang", "en")

    assert refused.exit_code == 1
    assert "needs 12 to 240 months of history" in refused.output
    assert not (tmp_path / "example").exists()


def test_the_truth_is_written_apart_from_the_ledger(run, tmp_path):
    done = run(tmp_path / "example", *SMALL, "--format", "csv", "--truth", tmp_path / "truth.csv")

    assert done.exit_code == 0
    header = (tmp_path / "truth.csv").read_text("utf-8-sig").splitlines()[0]
    assert header == '"customer_id","behaviour","defaulted_on"'
    assert not (tmp_path / "example" / "truth.csv").exists()
