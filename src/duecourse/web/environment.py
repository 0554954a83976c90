"""What the environment says about this installation, and what is amiss where it says too little."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

SECRET = "DUECOURSE_SECRET_KEY"
LEAST_SECRET = 32
ENGINES = {"sqlite": "sqlite3", "postgres": "postgresql", "postgresql": "postgresql"}


class NotConfigured(RuntimeError):
    """The environment lacks what the application cannot do without."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The variables of the process that concern the application."""

    values: Mapping[str, str]

    @classmethod
    def of_process(cls) -> "Environment":
        """Read the process's environment."""
        return cls(os.environ)

    @property
    def local(self) -> bool:
        """Say whether this is for one machine alone, over plain HTTP."""
        return self.values.get("DUECOURSE_LOCAL") == "1"

    @property
    def home(self) -> Path:
        """Return the folder of the database and of uploads."""
        return Path(self.values.get("DUECOURSE_HOME", "duecourse-data")).resolve()

    @property
    def hosts(self) -> list[str]:
        """List the names under which the application is reached."""
        named = self.values.get("DUECOURSE_HOSTS", "")
        listed = [host.strip() for host in named.split(",") if host.strip()]
        return [*listed, "127.0.0.1", "localhost"] if self.local or not listed else listed

    @property
    def secret_key(self) -> str:
        """Return the secret that signs sessions.

        Raises:
            NotConfigured: there is none, or it is too short to be one.
        """
        secret = self.values.get(SECRET, "")
        if len(secret) < LEAST_SECRET:
            raise NotConfigured(
                f"{SECRET} is not set, or shorter than {LEAST_SECRET} characters. Set it to a long"
                ' random text: python -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
        return secret

    def database(self) -> dict[str, Any]:
        """Say to Django which database to use: SQLite in the home folder unless told otherwise.

        Raises:
            NotConfigured: the address is of no database that is supported.
        """
        address = self.values.get("DATABASE_URL", "")
        if not address:
            self.home.mkdir(parents=True, exist_ok=True)
            return sqlite(str(self.home / "duecourse.sqlite3"))
        parts = urlsplit(address)
        engine = ENGINES.get(parts.scheme)
        if engine is None:
            raise NotConfigured(
                f"DATABASE_URL begins with {parts.scheme}:, which is no database that is supported."
                " Write postgresql://user:password@host:5432/name or sqlite:///path/file.sqlite3"
            )
        if engine == "sqlite3":
            return sqlite(unquote(parts.path[1:]))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options_of(parts.query),
        }


def sqlite(path: str) -> dict[str, Any]:
    """Use an SQLite file: readers never wait, and a writer takes its lock at once.

    A transaction that began by reading could not become a writer beside another.
    """
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE", "init_command": pragmas},
    }


def options_of(query: str) -> dict[str, str]:
    """Pass on what stands behind the question mark of an address (``sslmode=require``)."""
    return dict(pair.split("=", 1) for pair in unquote(query).split("&") if "=" in pair)
