"""The verb that sends: a real mail server, killed at every point, and never two letters."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing

import pytest
from django.db import connection
from django.utils import timezone
from late_company import AS_OF, late_company, manager, smtp_server
from typer.testing import CliRunner

from duecourse.cli import send_letters as module
from duecourse.cli.main import app
from duecourse.cli.sender import COMMAND
from duecourse.services import send_letters as service
from duecourse.services.approve_letter import approve_letter
from duecourse.services.draft_letters import draft_letters
from duecourse.services.send_letters import Pass
from duecourse.store import chasing_facts
from duecourse.store.outbox import Letter

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
SETTINGS = {"DJANGO_SETTINGS_MODULE": "duecourse.web.settings"}


@pytest.fixture
def queued():
    """Let one letter wait to be sent."""
    late_company()
    draft_letters(AS_OF)
    letter = Letter.objects.get(customer_id="K1")
    approve_letter(letter.pk, manager())
    Letter.objects.filter(pk=letter.pk).update(next_attempt_at=timezone.now())
    return letter.pk


@pytest.fixture
def run(monkeypatch):
    """Run the verb in this process, on the tests' own tables."""
    monkeypatch.setattr(module, "ready", lambda _: [])
    return lambda *words: CliRunner().invoke(app, ["send-letters", "--lang", "en", *words])


@pytest.mark.usefixtures("queued")
def test_one_pass_sends_what_is_due_and_says_so(run, monkeypatch):
    with smtp_server(monkeypatch) as hand:
        assert "1 sent" in run().stderr
        assert "No letter is due" in run().stderr
    assert len(hand.mails) == 1


def test_letters_go_on_the_day_that_people_work_on_where_the_clock_is_behind_it(run, monkeypatch):
    asked, ahead = [], AS_OF.replace(year=AS_OF.year + 80)
    monkeypatch.setattr(chasing_facts, "working_day", lambda: ahead)
    monkeypatch.setattr(service, "send_letters", lambda on, **_: asked.append(on) or Pass())

    run()

    assert asked == [ahead]


@pytest.mark.usefixtures("queued")
def test_without_a_server_it_ends_with_1_and_names_the_variables(run, monkeypatch):
    monkeypatch.delenv("DUECOURSE_SMTP_HOST", raising=False)
    monkeypatch.delenv("DUECOURSE_MAIL_FROM", raising=False)

    result = run()

    assert result.exit_code == 1
    assert "set DUECOURSE_SMTP_HOST, DUECOURSE_MAIL_FROM" in result.stderr


@pytest.mark.parametrize("by_environment", [False, True])
def test_messages_in_a_folder_are_read_and_laid_away(run, tmp_path, monkeypatch, by_environment):
    (tmp_path / "1.eml").write_bytes(b"Subject: hello\n\nHow are you?")
    if by_environment:
        monkeypatch.setenv("DUECOURSE_BOUNCES", str(tmp_path))

    result = run(*([] if by_environment else ["--bounces", str(tmp_path)]))

    assert "0 recorded, 1 messages are not of this system" in result.stderr
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["1.eml"]


def test_it_goes_on_until_told_and_says_what_hinders_once(monkeypatch, capsys):
    ended, said = threading.Event(), iter(["one", "one", "two"])

    def one_pass(*_):
        told = next(said, None)
        if told is None:
            ended.set()
        return told or "two"

    monkeypatch.setattr(module, "one_pass", one_pass)
    module.go_on(0.01, None, ended, "en")

    assert capsys.readouterr().err == "one\ntwo\n"


KILLED = """
import os, signal, sys
from datetime import timedelta
from duecourse.cli import send_letters as verb
from duecourse.store.setup import start

start()
from duecourse.services import send_letters

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def handed_over_then_die(*words):
    sent(*words)
    die()

point, sent = sys.argv.pop(), send_letters.send_mail
verb.ready = lambda language: []
match point:
    case "before the claim":
        send_letters.claimed = die
    case "within the claim":
        send_letters.keep_rewritten = die
    case "claimed":
        send_letters.send_mail = die
    case "handed over":
        send_letters.send_mail = handed_over_then_die
    case "outcome half kept":
        send_letters.sent = die
    case "later":
        send_letters.CLAIM_LASTS = timedelta(0)
from duecourse.cli.main import main
main()
"""
POINTS = {
    "before the claim": ("sent", 1),
    "within the claim": ("sent", 1),
    "claimed": ("uncertain", 0),
    "handed over": ("uncertain", 1),
    "outcome half kept": ("uncertain", 1),
}


@pytest.mark.slow
@pytest.mark.usefixtures("queued")
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_sender_that_is_killed_at_any_point_never_sends_twice(tmp_path, monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("the databases are copied as files")
    begun = tmp_path / "begun.sqlite3"
    with closing(sqlite3.connect(begun)) as copy:
        connection.connection.backup(copy)
    for point, (state, mails) in POINTS.items():
        path = tmp_path / f"{point}.sqlite3"
        shutil.copy(begun, path)
        with smtp_server(monkeypatch) as hand:
            killed = in_process(path, point)
            assert killed.returncode == -signal.SIGKILL, (point, killed.stderr)
            for _ in range(2):
                done = in_process(path, "later")
                assert done.returncode == 0, (point, done.stderr)
        assert (state_in(path), len(hand.mails)) == (state, mails), point


def in_process(path, point):
    """Run the verb in a process of its own, which is killed where ``point`` says."""
    return subprocess.run(
        [sys.executable, "-c", KILLED, "send-letters", "--lang", "en", point],
        env={**os.environ, **SETTINGS, "DATABASE_URL": f"sqlite:///{path}"},
        capture_output=True,
        check=False,
    )


def state_in(path):
    """Read what became of the letter."""
    with closing(sqlite3.connect(path)) as opened:
        [[state]] = opened.execute("SELECT state FROM letter WHERE customer_id = 'K1'")
    return state


@pytest.mark.slow
def test_the_sender_beside_the_web_server_ends_with_it(tmp_path):
    process = subprocess.Popen(
        [sys.executable, *COMMAND, "--every", "1"],
        env={**os.environ, **SETTINGS, "DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3"},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        time.sleep(2)
        assert process.poll() is None, process.stderr.read()
        process.stdin.close()
        assert process.wait(60) == 0
    finally:
        process.kill()
