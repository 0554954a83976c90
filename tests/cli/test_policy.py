"""``duecourse policy``: files, sentences and exit codes."""

from re import fullmatch

import pytest
from typer.testing import CliRunner

from duecourse.cli.policy import app
from duecourse.policies import PRESETS, preset, preset_cases
from duecourse.policy.reading import valid_policy


def call(*words):
    """Call the command; return exit code, output and complaints."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def file(tmp_path):
    """A policy file of our own, started from a preset."""
    path = tmp_path / "policy.toml"
    call("init", "sme", "--out", path)
    return path


def swap(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_clean(name):
    code, out, err = call("check", name, "--lang", "en")

    assert (code, err) == (0, "")
    assert out.startswith(f"{name}/policy.toml: valid, version 1;")


def test_init_writes_the_preset_and_does_not_overwrite_it(tmp_path):
    path = tmp_path / "deep" / "mine.toml"

    code, out, err = call("init", "--out", path, "--lang", "en")
    beside = path.with_name("cases.toml")
    assert (code, err) == (0, "")
    assert out == f"Written to {path}.\nWritten to {beside}.\n"
    assert beside.read_text(encoding="utf-8") == preset_cases("standard")
    assert path.read_text(encoding="utf-8") == preset("standard")
    code, _, err = call("init", "cautious", "--out", path, "--lang", "en")
    assert (code, "--force" in err) == (1, True)
    assert path.read_text(encoding="utf-8") == preset("standard")


def test_init_overwrites_where_that_is_asked_for(file):
    assert call("init", "cautious", "--out", file, "--force")[0] == 0
    assert file.read_text(encoding="utf-8") == preset("cautious")


def test_init_restates_the_amounts_in_the_home_currency(tmp_path):
    path = tmp_path / "policy.toml"

    assert call("init", "--out", path, "--currency", "eur")[0] == 0
    found = valid_policy(path.read_text(encoding="utf-8"))
    assert (found.currency, found.observation.first_limit) == ("EUR", 7_000)


def test_init_in_a_currency_without_table_is_done_with_a_warning(tmp_path):
    code, _, err = call("init", "--out", tmp_path / "p.toml", "--currency", "XAU", "--lang", "en")

    assert code == 2
    assert "There is no table for XAU" in err


def test_init_refuses_what_is_no_currency(tmp_path):
    code, _, err = call("init", "--out", tmp_path / "p.toml", "--currency", "y", "--lang", "en")

    assert (code, list(tmp_path.iterdir())) == (1, [])
    assert "y" in err.lower()


def test_init_says_where_it_cannot_write(tmp_path):
    (tmp_path / "taken").write_text("a file, not a folder", encoding="utf-8")

    code, _, err = call("init", "--out", tmp_path / "taken" / "p.toml", "--lang", "en")

    assert (code, err.startswith("Cannot write")) == (1, True)


def test_check_fails_with_the_line_and_the_way_to_mend_it(file):
    swap(file, 'terms = "PREPAY"', 'terms = "PREPAID"')

    code, out, err = call("check", file, "--lang", "en")

    line = file.read_text(encoding="utf-8").split('"PREPAID"')[0].count("\n") + 1
    assert (code, out) == (1, "")
    assert err == (
        f"policy.toml:{line}: error: The terms PREPAID are not defined. "
        "Define them under [terms], or use one of: NET60, NET30, PREPAY.\n"
    )


def test_check_names_doubts_and_ends_with_two(file):
    swap(file, "share = 3.0", "share = 0.20")

    code, out, err = call("check", file)

    assert (code, "另有 1 处提醒" in out) == (2, True)
    assert "额度只够 6 天的销售" in err


def test_check_knows_the_measures(file):
    swap(file, '"late_share"', '"late_shares"')

    code, _, err = call("check", file, "--lang", "en")

    assert (code, "Did you mean: late_share" in err) == (1, True)


@pytest.mark.parametrize("data", [None, b"\xff\xfe\x00bad"])
def test_a_file_that_cannot_be_read_is_named_with_the_presets(tmp_path, data):
    path = tmp_path / "lost.toml"
    if data is not None:
        path.write_bytes(data)

    code, _, err = call("check", path, "--lang", "en")

    assert (code, "standard, sme, cautious" in err) == (1, True)


def test_a_byte_order_mark_does_no_harm(file):
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())

    assert call("check", file)[0] == 0


def test_a_file_that_is_called_like_a_preset_wins(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sme").write_text("nothing", encoding="utf-8")

    assert call("check", "sme")[0] == 1


def test_print_shows_the_written_policy_or_writes_it(tmp_path):
    code, out, _ = call("print", "standard", "--lang", "zh")
    path = tmp_path / "policy.md"

    assert (code, out.startswith("# （贵公司名称）信用政策")) == (0, True)
    assert call("print", "standard", "--lang", "zh", "--out", path)[0] == 0
    assert path.read_text(encoding="utf-8") == out


def test_diff_says_each_change_in_a_sentence(file):
    assert call("diff", "sme", file, "--lang", "en") == (
        0,
        "The two policies say the same.\n",
        "",
    )
    swap(file, "min_gap_days = 14", "min_gap_days = 10")
    assert call("diff", "sme", file, "--lang", "en")[1] == (
        "Reminders, least gap in days: was “14”, becomes “10”.\n"
    )


def test_cases_says_of_each_whether_it_holds():
    code, out, _ = call("cases", "sme", "--lang", "en")

    assert code == 0
    assert "ok  twelve months of payment history alone make an A\n" in out
    assert fullmatch(r"(\d+) of \1 cases passed\.", out.splitlines()[-1])


def test_a_case_that_does_not_hold_is_shown_with_what_came_out(file):
    cases = file.with_name("cases.toml")
    cases.write_text(
        '[[hold]]\nsays = "a full limit"\ngiven = { headroom = 0 }\nexpect = ["over-limit"]\n',
        encoding="utf-8",
    )

    code, out, _ = call("cases", file, "--lang", "en")

    assert code == 1
    assert out.splitlines() == [
        "failed  cases.toml:1 a full limit: expected over-limit, got nothing",
        "0 of 1 cases passed.",
    ]


def test_a_case_that_cannot_be_read_fails_too(file, tmp_path):
    other = tmp_path / "other.toml"
    other.write_text('[[hold]]\nsays = "x"\nexpect = []\n', encoding="utf-8")

    code, _, err = call("cases", file, other, "--lang", "en")

    assert (code, err.startswith("other.toml:1: error: hold[1] lacks given.")) == (1, True)


@pytest.mark.parametrize("currency", ["CNY", "EUR", "JPY"])
def test_the_cases_beside_a_new_policy_hold_in_its_currency(tmp_path, currency):
    path = tmp_path / "policy.toml"
    call("init", "--out", path, "--currency", currency)

    code, out, _ = call("cases", path, "--lang", "en")

    assert code == 0
    assert int(out.split()[-5]) > 25


def test_cases_of_ones_own_are_never_written_over(file):
    beside = file.with_name("cases.toml")
    beside.write_text("# mine", encoding="utf-8")

    call("init", "--out", file, "--force")

    assert beside.read_text(encoding="utf-8") == "# mine"


def test_a_policy_without_cases_is_told_where_to_write_them(file):
    file.with_name("cases.toml").unlink()

    code, _, err = call("cases", file, "--lang", "en")

    assert (code, "cases.toml" in err) == (1, True)
