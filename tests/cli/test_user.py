"""``duecourse user`` as it is called."""

import pytest
from typer.testing import CliRunner

from duecourse.cli.main import app
from duecourse.store.people import User

pytestmark = pytest.mark.django_db
RUN = CliRunner()
GOOD = {"DUECOURSE_PASSWORD": "correct horse battery"}


@pytest.fixture(autouse=True)
def in_shape(monkeypatch):
    """Take the database of the tests as it is."""
    monkeypatch.setattr("duecourse.services.migrate_database.migrate_database", list)


def called(*words, lang="en", env=GOOD):
    return RUN.invoke(app, ["user", *words, "--lang", lang], env=env)


def test_a_user_is_added_and_listed_in_the_language_asked_for():
    added = called("add", "王芳", "--role", "risk", lang="zh")
    called("add", "li", "--role", "sales", "--salesperson", "李桂英", "--language", "en")

    assert (added.exit_code, added.output) == (0, "已添加用户 王芳（风控）。\n")
    assert called("list").output.splitlines() == [
        "name  role   language  salesperson  state   last login",
        "li    Sales  en        李桂英       active",
        "王芳  Risk   zh                     active",
    ]


def test_nobody_is_listed_where_nobody_is():
    assert called("list").output == "There is no user yet.\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("add", "wang", "--role", "sales"), "--salesperson"),
        (("add", "a b", "--role", "risk"), "cannot be a user's name"),
        (("password", "nobody"), "There is no user nobody"),
        (("disable", "nobody"), "There is no user nobody"),
        (("enable", "nobody"), "There is no user nobody"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(words, says):
    refused = called(*words)

    assert refused.exit_code == 1
    assert says in refused.output


def test_a_weak_password_is_refused_in_chinese_too():
    refused = called("add", "wang", "--role", "risk", lang="zh", env={"DUECOURSE_PASSWORD": "x"})

    assert (refused.exit_code, refused.output) == (1, "密码太短；至少 10 个字符。\n")


def test_without_a_terminal_and_without_the_variable_there_is_no_password():
    refused = called("add", "wang", "--role", "risk", env={"DUECOURSE_PASSWORD": ""})

    assert (refused.exit_code, User.objects.count()) == (1, 0)
    assert "DUECOURSE_PASSWORD" in refused.output


def test_at_a_terminal_the_password_is_asked_for_and_never_shown(monkeypatch):
    monkeypatch.setattr("duecourse.cli.user.at_a_terminal", lambda: True)

    done = RUN.invoke(
        app,
        ["user", "add", "wang", "--role", "risk", "--lang", "en"],
        env={"DUECOURSE_PASSWORD": ""},
        input="correct horse battery\ncorrect horse battery\n",
    )

    assert done.exit_code == 0
    assert "horse" not in done.output
    assert User.objects.get().check_password("correct horse battery")


def test_a_user_is_disabled_enabled_and_given_a_password():
    called("add", "wang", "--role", "risk")

    assert "can no longer log in" in called("disable", "wang").output
    assert "disabled" in called("list").output
    assert "can log in again" in called("enable", "wang").output
    changed = called("password", "wang", env={"DUECOURSE_PASSWORD": "another good one"})
    assert "was changed" in changed.output
    assert User.objects.get().check_password("another good one")


def test_examples_print_passwords_that_work():
    lines = called("examples").output.splitlines()

    name, password, role = lines[2].split()
    assert (name, role, len(lines)) == ("sales-zh", "Sales", 14)
    assert User.objects.get(username="sales-zh").check_password(password)
