"""A verb of this program in a process of its own, which goes on while this one answers."""

import subprocess
import sys
from collections.abc import Sequence

PROGRAM = "from duecourse.cli.main import main; main()"


def begin_verb(words: Sequence[str]) -> int:
    """Start a verb and return the number of its process; nobody waits for it.

    It has its own memory, so that what it reads is gone when it ends, and it does not end with a
    worker of the web server that is replaced. What it finds it writes into the database.
    """
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return process.pid
