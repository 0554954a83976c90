"""PostgreSQL's own programs for copying a database out and in."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from duecourse.values.refusals import Refusal

FRESH = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
PASSWORD = "PGPASSWORD"  # the name of a variable
LAST_LINES = 3


class ProgramFailed(Refusal, RuntimeError):
    """A program of PostgreSQL's is not there, or could not do what was asked."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a database is, as libpq names it, and where the server's own programs may lie."""

    parameters: Mapping[str, str]
    programs: str = ""

    def dump(self, target: Path) -> None:
        """Write the whole database as SQL.

        Raises:
            ProgramFailed: pg_dump is not found, or failed.
        """
        self.run("pg_dump", ["--no-owner", "--no-privileges", f"--file={target}"])

    def load(self, source: Path) -> None:
        """Replace the whole database by what a dump holds, in one transaction.

        Raises:
            ProgramFailed: psql is not found, or failed; then nothing was changed.
        """
        steps = ["--command", FRESH, "--file", str(source)]
        quietly = ["--no-psqlrc", "--quiet", "--output", os.devnull, "--set", "ON_ERROR_STOP=1"]
        self.run("psql", [*quietly, "--single-transaction", *steps])

    def run(self, program: str, words: Sequence[str]) -> None:
        """Run a program; the password goes by the environment, where no list of processes shows it.

        The server's own programs come first: they are of its version.
        """
        path = shutil.which(program, path=self.programs or os.devnull) or shutil.which(program)
        if path is None:
            raise ProgramFailed(f"{program} was not found.", "no-client-program", name=program)
        named = {name: value for name, value in self.parameters.items() if name != "password"}
        asked = " ".join(f"{name}='{escaped(value)}'" for name, value in named.items())
        done = subprocess.run(
            [path, "--dbname", asked, "--no-password", *words],
            env=os.environ | {PASSWORD: self.parameters.get("password", "")},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            why = " ".join(done.stderr.split("\n")[-LAST_LINES - 1 :]).strip()
            raise ProgramFailed(f"{program} failed: {why}", "client-failed", name=program, why=why)


def escaped(value: str) -> str:
    """Write a value as a connection's text wants it between quotes.

    >>> escaped("o'neil")
    "o\\\\'neil"
    """
    return value.replace("\\", "\\\\").replace("'", "\\'")
