"""The day's run: a policy where there is none, the position, and the same again without harm."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta

import pytest
from django.db import connection
from in_store import record_simulated
from typer.testing import CliRunner

from duecourse.cli import daily as module
from duecourse.cli.main import app
from duecourse.policies import preset
from duecourse.services.publish_policy import install_preset, publish, save_draft
from duecourse.services.take_position import take_position
from duecourse.store.audit import AuditEvent
from duecourse.store.daily_runs import finish, finished_stages
from duecourse.store.facts import FACTS
from duecourse.store.outbox import Letter
from duecourse.store.people import User
from duecourse.store.policy_in_force import version_in_force
from duecourse.store.positions import PositionCustomer, PositionDay

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
DAY = "2026-03-31"
AS_OF = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def started(monkeypatch):
    """Let the verb find Django and the tables as the tests have made them."""
    monkeypatch.setattr(module, "ready", lambda _: [])


def run(*options, language="en"):
    return CliRunner().invoke(app, ["daily", "--as-of", DAY, "--lang", language, *options])


def customers():
    rows = PositionCustomer.objects.order_by("customer_id")
    return list(rows.values_list("customer_id", "exposure", "grade"))


def test_the_first_run_installs_the_preset_and_tells_what_the_day_brings():
    record_simulated(customers=12, invoices=200, seed=3, as_of=AS_OF, currency="EUR", language="en")

    result = run()

    lines = result.stdout.splitlines()
    assert result.exit_code == 0, result.output
    assert "preset standard is installed in EUR" in lines[0]
    assert lines[1].startswith("2026-03-31: 12 customers,")
    assert lines[1].count("EUR") == 2
    assert "letters planned" in lines[2]
    assert "drafted, 0 to be sent" in lines[3]
    assert "overdue before the books were taken over" in lines[4]
    assert version_in_force().number == 1


def test_the_same_day_again_changes_nothing_and_speaks_chinese_where_asked():
    record_simulated(customers=12, invoices=200, seed=3, as_of=AS_OF)
    run()
    before = customers()

    result = run(language="zh")

    assert "12 个客户" in result.stdout
    assert PositionDay.objects.count() == 1
    assert customers() == before
    assert finished_stages(AS_OF) == set(module.STAGES)


def test_a_policy_of_the_companys_own_is_left_alone():
    anna, bo = (User.objects.create_user(name, role="risk") for name in ("anna", "bo"))
    publish(save_draft(preset("cautious"), anna), bo)

    result = run()

    assert "preset" not in result.stdout
    assert PositionDay.objects.get().policy_version == version_in_force()


def test_a_stage_that_is_finished_is_not_run_again_until_all_are():
    finish(AS_OF, "drop")
    finish(AS_OF, "policy")

    result = run()

    assert result.exit_code == 1, "without a policy no position can be taken"
    assert "drop, policy done" in result.stdout
    assert "No policy is in force" in result.stderr


def test_of_an_earlier_day_only_what_is_kept_of_it_is_told():
    record_simulated(customers=12, invoices=200, seed=3, as_of=AS_OF)
    run()
    take_position(date(2026, 4, 1))

    result = run()

    assert "customers" in result.stdout
    assert "planned" not in result.stdout


def test_a_currency_without_a_rate_is_a_problem_and_sums_stay_apart():
    record_simulated(customers=12, invoices=200, seed=3, as_of=AS_OF)
    connection.cursor().execute("UPDATE ledger_invoices SET currency = 'XAU' WHERE id % 7 = 0")

    result = run()

    assert result.exit_code == 2, result.output
    assert " CNY + " in result.stdout
    assert "XAU" in result.stderr


def test_days_without_a_run_are_caught_up_and_nobody_is_written_to_about_them():
    record_simulated(customers=12, invoices=200, seed=3, as_of=AS_OF)
    install_preset("standard", "CNY")
    take_position(AS_OF - timedelta(11))

    result = run()

    assert PositionDay.objects.count() == 9
    assert "from 2026-03-21 to 2026-03-23 are left out" in result.stdout
    assert result.stdout.count("Catching up") == 7
    assert set(Letter.objects.values_list("as_of", flat=True)) == {AS_OF}


KILLED = """
import os, signal, sys
from duecourse.cli import daily
from duecourse.store.setup import start

start()
from duecourse.services import (
    close_kept_promises, draft_letters, import_drop_folder, publish_policy, take_position
)
from duecourse.store.outbox import LetterLine
from duecourse.store.positions import PositionTask

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def die_halfway(model, rows, **constants):
    return die() if model is PositionTask else written(model, rows, **constants)

point, written = sys.argv.pop(), take_position.write_rows
daily.ready = lambda language: []
match point:
    case "policy begins":
        daily.STAGES["policy"] = die
    case "policy written":
        publish_policy.finish = die
    case "file kept":
        import_drop_folder.laid_away = die
    case "drop written":
        import_drop_folder.finish = die
    case "position begins":
        daily.STAGES["position"] = die
    case "position worked out":
        take_position.kept = die
    case "position half written":
        take_position.write_rows = die_halfway
    case "position written":
        take_position.finish = die
    case "promise closed":
        close_kept_promises.correct = die
    case "promises written":
        close_kept_promises.finish = die
    case "letters begin":
        daily.STAGES["letters"] = die
    case "letters half written":
        LetterLine.objects.bulk_create = die
    case "letters written":
        draft_letters.finish = die
from duecourse.cli.main import main
main()
"""
POINTS = (
    "file kept",
    "drop written",
    "policy begins",
    "policy written",
    "position begins",
    "position worked out",
    "position half written",
    "position written",
    "promise closed",
    "promises written",
    "letters begin",
    "letters half written",
    "letters written",
)
TIMES = ("at", "made_at", "finished_at", "published_at", "read_at")
DROPPED = """\
customer,invoice,invoice date,due date,currency,amount
Example customer,X-1,2026-01-10,2026-02-10,CNY,5000
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_run_that_is_killed_at_any_stage_ends_as_one_that_was_not(tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("the databases are copied as files")
    record_simulated(customers=12, invoices=200, seed=3, as_of=AS_OF)
    promise_kept()
    begun = tmp_path / "begun.sqlite3"
    with closing(sqlite3.connect(begun)) as copy:
        connection.connection.backup(copy)
    undisturbed = after_run(begun, tmp_path / "undisturbed.sqlite3", "never")

    for point in POINTS:
        path = tmp_path / f"{point}.sqlite3"
        shutil.copy(begun, path)
        assert run_process(path, point).returncode == -signal.SIGKILL, point
        assert after_run(path, path, "never") == undisturbed, point


def promise_kept():
    """Record a promise about an invoice that is paid by now."""
    paid = FACTS["settlements"].objects.exclude(invoice_id=None).order_by("pk").first()
    event = AuditEvent.objects.create(action="promise.recorded")
    days = {"promised_on": date(2026, 3, 1), "until_on": date(2026, 3, 20)}
    FACTS["promises"].objects.create(
        promise_id="P1", invoice_id=paid.invoice_id, recorded=event, **days
    )


def after_run(source, path, point):
    """Run the day on a copy of a database and read all its tables."""
    if source != path:
        shutil.copy(source, path)
    done = run_process(path, point)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(path)) as opened:
        return {name: rows_in(opened, name) for name in tables_in(opened)}


def run_process(path, point):
    """Run the verb in a process of its own, which is killed where ``point`` says."""
    home = path.with_suffix("")
    if not home.exists():
        (home / "drop").mkdir(parents=True)
        (home / "drop" / "books.csv").write_text(DROPPED, "utf-8")
    return subprocess.run(
        [sys.executable, "-c", KILLED, "daily", "--as-of", DAY, point],
        env={
            **os.environ,
            "DATABASE_URL": f"sqlite:///{path}",
            "DUECOURSE_HOME": str(home),
            **SETTINGS,
        },
        capture_output=True,
        check=False,
    )


SETTINGS = {"DJANGO_SETTINGS_MODULE": "duecourse.web.settings"}


def tables_in(opened):
    """Name the tables of a database."""
    found = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in found if not name.startswith("sqlite_")]


def rows_in(opened, table):
    """Read the rows of a table, without ids and times."""
    columns = [row[1] for row in opened.execute(f'PRAGMA table_info("{table}")')]
    listed = ", ".join(f'"{name}"' for name in columns if name not in ("id", *TIMES))
    return sorted(opened.execute(f'SELECT {listed} FROM "{table}"'), key=repr)
