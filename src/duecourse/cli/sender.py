"""The sender of letters beside the web server: a process of its own, which ends with it."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from duecourse.cli.languages import Lang

COMMAND = ("-c", "from duecourse.cli.main import main; main()", "send-letters", "--with-parent")
SECONDS_BETWEEN = 20
SECONDS_TO_END = 30
"""So long the sender may finish the letter that is on its way."""
SECONDS_TO_RESTART = 10
SECONDS_TO_START = 5
"""The web server comes first; both load much."""


@contextmanager
def sender(lang: Lang) -> Iterator[None]:
    """Keep a sender running; one that breaks off is started again."""
    ending = threading.Event()
    kept = threading.Thread(target=keep_running, args=(lang, ending), daemon=True)
    kept.start()
    try:
        yield
    finally:
        ending.set()
        kept.join(SECONDS_TO_END + 1)


def keep_running(lang: Lang, ending: threading.Event) -> None:
    """Start the sender, and again whenever it breaks off, until the end."""
    ending.wait(SECONDS_TO_START)
    while not ending.is_set():
        process = started(lang)
        while not ending.wait(1):
            if process.poll() is not None:
                break
        end(process)
        if not ending.is_set():
            ending.wait(SECONDS_TO_RESTART)


def started(lang: Lang) -> subprocess.Popen:
    """Start the sender; when its standard input ends, so does it."""
    words = [*COMMAND, "--every", str(SECONDS_BETWEEN), "--lang", lang.value]
    return subprocess.Popen([sys.executable, *words], stdin=subprocess.PIPE)


def end(process: subprocess.Popen) -> None:
    """Let the sender finish what it is at; one that does not end is ended."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
