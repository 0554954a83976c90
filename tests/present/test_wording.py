import re
from importlib.resources import files

import pytest

from duecourse.act.dunning import REASONS
from duecourse.decide.holds import STANDING
from duecourse.decide.limit import FIRST_LIMIT
from duecourse.decide.security import HELD, NOT_ASKED, WANTED
from duecourse.present import problems, tables
from duecourse.present.figures import FIGURES
from duecourse.present.people import CODES
from duecourse.present.problems import paired, problem_files, problem_wordings, sentences
from duecourse.present.stakes import KINDS
from duecourse.present.wording import (
    OWN_FILES,
    NoSuchWording,
    Words,
    entries,
    texts_of,
    words,
)
from duecourse.values.problems import Problem
from duecourse.values.says import Says

ALL_FILES = [
    entry.name.removesuffix(".toml")
    for entry in files("duecourse.present").joinpath("wording").iterdir()
]
BLANK = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("name", ALL_FILES)
def test_every_wording_has_both_languages_and_the_same_blanks(name):
    for key, says in texts_of(name).items():
        assert says.zh.strip() and says.en.strip(), key
        assert set(BLANK.findall(says.zh)) == set(BLANK.findall(says.en)), key


@pytest.mark.parametrize("name", OWN_FILES)
def test_chinese_wordings_use_full_width_punctuation(name):
    half = re.compile(r"[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]")

    assert [key for key, says in texts_of(name).items() if half.search(says.zh)] == []


@pytest.mark.parametrize("name", OWN_FILES)
def test_no_wording_blames_begs_or_shouts(name):
    loud = re.compile(r"[!！]|\b(please|sorry)\b|(?<!申)请|抱歉", re.IGNORECASE)

    assert [k for k, says in texts_of(name).items() if loud.search(says.zh + says.en)] == []


def test_every_column_of_every_file_has_a_heading():
    columns = {
        column.name
        for listing in (
            tables.AGING,
            tables.INVOICES,
            tables.CUSTOMERS,
            tables.DUNNING,
            tables.NOT_DUNNED,
            tables.ALERTS,
            problems.PROBLEMS,
        )
        for column in listing
    }

    assert columns <= set(words("zh").group("column"))


def test_every_figure_says_its_name_its_meaning_and_its_sum():
    keys = set(words("en").texts)

    assert {f"figure.{f}.{part}" for f in FIGURES for part in ("name", "means", "sum")} <= keys


def test_every_kind_of_decision_says_what_why_how_much_and_what_next():
    keys = set(words("en").texts)
    parts = ("title", "why", "stake", "step")

    assert {f"decision.{kind}.{part}" for kind in KINDS for part in parts} <= keys


def test_every_code_that_a_stage_gives_has_a_word():
    given = {
        "reason": REASONS,
        "security": (HELD, WANTED, NOT_ASKED),
        "bucket": tables.BUCKETS,
        "limit_rule": (FIRST_LIMIT, "need", "fixed"),
        "status": ("active", "prepay", "hold"),
        "stage": ("observation", "normal"),
        "severity": ("high", "medium", "low"),
        "action": ("letter", "call", "hand_over"),
    }

    assert set(given) == set(CODES)
    for column, codes in given.items():
        assert set(codes) <= set(words("zh").group(CODES[column])), column
    assert STANDING in words("zh").group("hold")


def test_a_wording_that_nobody_wrote_is_an_error_that_says_where_to_write_it():
    with pytest.raises(NoSuchWording, match="present/wording"):
        words("zh")("no.such.key")


def test_a_wording_in_one_language_alone_is_refused():
    with pytest.raises(ValueError, match=r"a\.b needs both zh and en"):
        dict(entries({"a": {"b": {"zh": "一"}}}, ()))


def test_a_text_stands_in_where_there_is_no_wording():
    own = Words("en", {})

    assert own.known("role.chef", "chef") == "chef"


def test_every_problem_says_what_is_so_and_what_to_do():
    assert problem_files()
    assert all(len(pair) == 2 for pair in problem_wordings().values())


def test_what_a_position_cannot_tell_is_worded():
    told = {"rate-missing", "rate-too-old", "rate-unknown", "law-not-held"}

    assert told <= set(problem_wordings())


def test_a_code_without_wording_speaks_for_itself():
    assert sentences(Problem("odd", "a.csv"), "zh") == ("odd", "")
    assert sentences(Problem("odd", "a.csv", details={"x": "1"}), "en") == ("odd: x = 1", "")


def test_a_blank_that_a_problem_does_not_fill_is_seen_and_breaks_nothing():
    so, _ = sentences(Problem("policy-not-text", "policy.toml"), "en")

    assert so == "? should be a text; it is ?."


def test_a_problem_with_one_sentence_is_refused_by_name():
    with pytest.raises(ValueError, match="late-row"):
        paired([("late-row.problem", Says("一", "one"))])
