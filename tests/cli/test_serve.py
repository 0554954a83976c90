"""``duecourse serve``: what it refuses, and a real start in a process of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from typer.testing import CliRunner

from duecourse.cli import serve as serving
from duecourse.cli.main import app
from duecourse.services.migrate_database import migrate_database
from duecourse.store.people import User

RUN = CliRunner()
SECRET = "q8Zk-3vXw_Lm2Rt7Yp5Nc9Hb4Jd6Fg1Sa0Qe-Uiop_WxTzKyVr"
PATIENCE = 60
COMMAND = [sys.executable, "-c", "from duecourse.cli.main import main; main()", "serve"]


@pytest.fixture
def free_port():
    with closing(socket.socket()) as tried:
        tried.bind(("127.0.0.1", 0))
        port = tried.getsockname()[1]
    return port


@pytest.fixture
def taken_port():
    with closing(socket.socket()) as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


def environment(home, **values):
    """Return the environment of a process that knows nothing of the tests' own settings."""
    ours = ("DUECOURSE_", "DJANGO_", "DATABASE_URL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"DUECOURSE_HOME": str(home)} | values


def refused(*words, home, **values):
    """Start a server that is to refuse; return what it says."""
    done = subprocess.run(
        [*COMMAND, *words, "--lang", "en"],
        env=environment(home, **values),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


@contextmanager
def running(*words, home, **values):
    """Start a server; end it, and only it, afterwards."""
    process = subprocess.Popen(
        [*COMMAND, *words, "--lang", "en"],
        env=environment(home, **values),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=PATIENCE)


def answer(port, process):
    """Ask for the health until the server answers."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answered:
                return answered.status, json.load(answered)
        except (URLError, TimeoutError):
            assert process.poll() is None, process.stderr.read()
            assert time.monotonic() < end
            time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process alone.")
def test_a_server_starts_answers_and_ends_with_its_children(tmp_path, free_port):
    with running("--local", "--port", str(free_port), home=tmp_path / "new") as process:
        assert answer(free_port, process) == (200, {"database": True, "position": None})

        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0
    for piece in (
        "one was made for this run",
        "store.0001_tables",
        f"http://127.0.0.1:{free_port}\n",
        "duecourse user add",
        "Ctrl-C",
        "Stopped.",
    ):
        assert piece in said
    with closing(socket.socket()) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        tried.bind(("127.0.0.1", free_port))


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM.")
def test_in_production_a_service_manager_stops_it_and_the_health_needs_no_https(
    tmp_path, free_port
):
    told = {"DUECOURSE_SECRET_KEY": SECRET, "DUECOURSE_HOSTS": "credit.example"}
    with running("--port", str(free_port), "--workers", "2", home=tmp_path, **told) as process:
        assert answer(free_port, process)[0] == 200

        process.terminate()
        _, said = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0
    assert "reverse proxy" in said


def test_a_missing_secret_is_refused_with_the_way_out(tmp_path, free_port):
    said = refused("--port", str(free_port), home=tmp_path)

    assert "DUECOURSE_SECRET_KEY is not set" in said
    assert "--local" in said
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_does_not_answer_is_refused(tmp_path, free_port):
    said = refused(
        "--local",
        "--port",
        str(free_port),
        home=tmp_path,
        DATABASE_URL="postgresql://127.0.0.1:1/books",
    )

    assert "The database cannot be reached" in said


def called(*words):
    return RUN.invoke(app, ["serve", *words, "--lang", "en"])


def test_a_port_that_is_taken_is_refused(taken_port):
    done = called("--port", str(taken_port))

    assert done.exit_code == 1
    assert f"Port {taken_port} of 127.0.0.1 is in use" in done.output


def test_a_port_that_is_not_allowed_is_refused(monkeypatch, free_port):
    def forbidden(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", forbidden)

    assert "may not be used" in called("--port", str(free_port)).output


@pytest.mark.parametrize("host", ["192.0.2.7", "no-such-host.invalid"])
def test_an_address_that_this_machine_does_not_have_is_refused(host, free_port):
    done = called("--host", host, "--port", str(free_port))

    assert done.exit_code == 1
    assert f"{host} is no address of this machine" in done.output


def test_local_is_refused_for_anything_but_this_machine(free_port):
    done = called("--local", "--host", "0.0.0.0", "--port", str(free_port))

    assert done.exit_code == 1
    assert "for this machine alone" in done.output


def test_without_django_the_way_to_install_it_is_named(tmp_path, free_port):
    program = (
        "import sys; sys.modules['django'] = None;"
        f"sys.argv = ['duecourse', 'serve', '--local', '--port', '{free_port}', '--lang', 'en'];"
        "from duecourse.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "pip install 'duecourse[web]'" in done.stderr


@pytest.mark.django_db
def test_the_address_is_told_and_who_is_missing(capsys, monkeypatch):
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    serving.announce("::1", 8000, serving.Lang.EN)
    User.objects.create_user("wang")
    serving.announce("127.0.0.1", 8000, serving.Lang.EN)

    first, _, last = capsys.readouterr().err.partition("[::1]:8000\n")
    assert first == "Duecourse is running at http://"
    assert last.splitlines() == [
        "There is no user yet: in another terminal, duecourse user add NAME --role administrator.",
        "Stop it with Ctrl-C.",
        "Duecourse is running at http://127.0.0.1:8000",
        "Stop it with Ctrl-C.",
    ]


def test_one_process_with_sqlite_and_a_few_with_a_server(monkeypatch):
    class Database:
        vendor = "sqlite"

    monkeypatch.setattr("django.db.connection", Database)
    assert serving.workers_by_itself() == 1
    Database.vendor = "postgresql"
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert serving.workers_by_itself() == 4


def test_a_secret_of_ones_own_is_kept(monkeypatch):
    monkeypatch.setenv("DUECOURSE_SECRET_KEY", SECRET)
    monkeypatch.setenv("DUECOURSE_LOCAL", "0")

    serving.make_local("localhost", serving.Lang.EN)

    assert (os.environ["DUECOURSE_SECRET_KEY"], os.environ["DUECOURSE_LOCAL"]) == (SECRET, "1")


@pytest.mark.django_db
def test_a_database_of_a_newer_version_is_refused(monkeypatch):
    monkeypatch.setattr(
        "duecourse.services.migrate_database.unknown_migrations", lambda _: ["store.9999_later"]
    )

    with pytest.raises(Exception, match=r"newer version \(store.9999_later\)"):
        migrate_database()
