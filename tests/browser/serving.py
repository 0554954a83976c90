"""The application served as a company serves it: an example company, its people, a free port."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

AS_OF = "2026-03-31"
PROGRAM = str(Path(sys.executable).with_name("duecourse"))
SECONDS_TO_START = 180
COMPANY = (
    *("--customers", "40", "--invoices", "1500", "--months", "18"),
    *("--seed", "7", "--as-of", AS_OF, "--format", "csv"),
)
"""Small, and with something on every list."""


@dataclass(frozen=True)
class Served:
    """Where the application answers, and who may sign in."""

    address: str
    passwords: dict[str, str]


def environment(home):
    """Return what the application is told; nothing of the tests' own settings."""
    told = {name: value for name, value in os.environ.items() if not name.startswith("DUECOURSE_")}
    for name in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL"):
        told.pop(name, None)
    return told | {
        "DUECOURSE_HOME": str(home),
        "DUECOURSE_LOCAL": "1",
        "DUECOURSE_SECRET_KEY": secrets.token_urlsafe(48),
    }


def verb(*arguments, env, good=(0, 2)):
    """Run a verb of the command line, and return what it said."""
    run = subprocess.run(
        [PROGRAM, *arguments],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in good, f"duecourse {' '.join(arguments)}: {run.stdout}{run.stderr}"
    return run.stdout


def passwords_told(text):
    """Read the logins that ``duecourse user examples`` printed."""
    rows = [line.split() for line in text.splitlines()]
    return {row[0]: row[1] for row in rows if len(row) > 1 and row[0].endswith(("-zh", "-en"))}


def free_port():
    """Find a port that nobody listens at."""
    with closing(socket.socket()) as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


@contextmanager
def example_company(folder):
    """Serve an example company until the block ends."""
    env = environment(folder / "home")
    verb("simulate-company", str(folder / "company"), *COMPANY, env=env)
    verb("import", str(folder / "company"), "--yes", env=env)
    verb("daily", "--as-of", AS_OF, env=env)
    passwords = passwords_told(verb("user", "examples", "--lang", "en", env=env))
    with serving(env, folder / "served.log") as address:
        yield Served(address, passwords)


@contextmanager
def empty_installation(folder):
    """Serve an installation that knows nothing, with its people, until the block ends."""
    env = environment(folder / "home")
    passwords = passwords_told(verb("user", "examples", "--lang", "en", env=env))
    with serving(env, folder / "served.log") as address:
        yield Served(address, passwords)


@contextmanager
def serving(env, log):
    """Run ``duecourse serve`` until the block ends."""
    port = free_port()
    command = [PROGRAM, "serve", "--local", "--port", str(port)]
    with log.open("wb") as told:
        process = subprocess.Popen(command, env=env, stdout=told, stderr=told)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=SECONDS_TO_START)


def wait_for(address, process, log):
    """Wait until the application answers."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no answer from {address}: {log.read_text()}")
