from typer.testing import CliRunner

from duecourse.cli.main import app

RUN = CliRunner()


def test_the_template_is_written_and_never_over_another(tmp_path):
    target = tmp_path / "ledger.xlsx"

    first = RUN.invoke(app, ["template", str(target), "--lang", "en"])
    again = RUN.invoke(app, ["template", str(target)])
    forced = RUN.invoke(app, ["template", str(target), "--force"])

    assert (first.exit_code, again.exit_code, forced.exit_code) == (0, 1, 0)
    assert target.exists()
    assert "--force" in again.output


def test_a_name_without_ending_becomes_a_workbook(tmp_path):
    result = RUN.invoke(app, ["template", str(tmp_path / "台账")])

    assert result.exit_code == 0
    assert (tmp_path / "台账.xlsx").exists()
