"""What the environment says about this installation, and what is amiss where it says too little."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from duecourse.values.refusals import Refusal

SECRET = "DUECOURSE_SECRET_KEY"
LEAST_SECRET = 50
"""As many characters as Django asks for; ten of them must differ, or it is no random text."""
LEAST_DIFFERENT = 10
MAKE_SECRET = 'python -c "import secrets; print(secrets.token_urlsafe(48))"'
TIME_ZONE = "DUECOURSE_TIME_ZONE"
ENGINES = {"sqlite": "sqlite3", "postgres": "postgresql", "postgresql": "postgresql"}
MEGABYTE = 1024 * 1024


class NotConfigured(Refusal, RuntimeError):
    """The environment lacks what the application cannot do without."""


def zone_of_machine(clock: Path = Path("/etc/localtime")) -> str:
    """Name the time zone that Linux and macOS link to; nothing where none is linked."""
    _, found, name = clock.resolve().as_posix().partition("/zoneinfo/")
    return name if found else ""


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
        return Path(self.values.get("DUECOURSE_HOME") or "duecourse-data").resolve()

    @property
    def hosts(self) -> list[str]:
        """List the names under which the application is reached; this machine's own always."""
        here = ["127.0.0.1", "localhost"]
        listed = self.listed("DUECOURSE_HOSTS")
        return [*listed, *(name for name in here if name not in listed)]

    @property
    def proxies(self) -> list[str]:
        """List the reverse proxies whose word about who asks, and how, is believed."""
        return self.listed("DUECOURSE_PROXIES") or ["127.0.0.1", "::1"]

    @property
    def secret_key(self) -> str:
        """Return the secret that signs sessions.

        Raises:
            NotConfigured: there is none, or it is too short or too simple to be one.
        """
        secret = self.values.get(SECRET, "")
        if len(secret) < LEAST_SECRET or len(set(secret)) < LEAST_DIFFERENT:
            raise NotConfigured(
                f"{SECRET} is not set, or is no random text of at least {LEAST_SECRET} characters."
                f" Make one: {MAKE_SECRET}",
                "no-secret",
                name=SECRET,
                least=LEAST_SECRET,
                make=MAKE_SECRET,
            )
        return secret

    @property
    def upload_limit(self) -> int:
        """Return how many bytes an upload may have.

        Raises:
            NotConfigured: DUECOURSE_UPLOAD_MB is no whole number of megabytes.
        """
        return self.whole("DUECOURSE_UPLOAD_MB", otherwise=50) * MEGABYTE

    @property
    def session_seconds(self) -> int:
        """Return after how many seconds without a click a session ends.

        Raises:
            NotConfigured: DUECOURSE_SESSION_MINUTES is no whole number of minutes.
        """
        return self.whole("DUECOURSE_SESSION_MINUTES", otherwise=120) * 60

    @property
    def time_zone(self) -> str:
        """Name the time zone in which a day begins: as said, else that of the machine, else UTC.

        Raises:
            NotConfigured: DUECOURSE_TIME_ZONE is no name such as Asia/Shanghai.
        """
        said = self.values.get(TIME_ZONE, "").strip()
        if said and said not in available_timezones():
            says = f"{TIME_ZONE} is {said}; it is a name such as Asia/Shanghai."
            raise NotConfigured(says, "no-time-zone", name=TIME_ZONE, text=said)
        machine = self.values.get("TZ", "").removeprefix(":") or zone_of_machine()
        return said or (machine if machine in available_timezones() else "UTC")

    @property
    def letters_wait(self) -> bool:
        """Say whether letters wait for a person, as they do unless DUECOURSE_LETTERS is ``send``.

        Raises:
            NotConfigured: DUECOURSE_LETTERS is neither ``approve`` nor ``send``.
        """
        said = self.values.get("DUECOURSE_LETTERS", "").strip() or "approve"
        if said not in ("approve", "send"):
            says = f"DUECOURSE_LETTERS is {said}; it is approve or send."
            raise NotConfigured(
                says, "mail-setting", name="DUECOURSE_LETTERS", text=said, wanted="approve, send"
            )
        return said == "approve"

    @property
    def mail_domain(self) -> str:
        """Return the domain in whose name mail goes, for the ids of messages; it may be unset."""
        address = parseaddr(self.values.get("DUECOURSE_MAIL_FROM", ""))[1]
        return address.rpartition("@")[2]

    def listed(self, name: str) -> list[str]:
        """Split a variable that lists names with commas between them."""
        return [part for part in map(str.strip, self.values.get(name, "").split(",")) if part]

    def whole(self, name: str, *, otherwise: int) -> int:
        """Read a variable that is a whole number above zero."""
        text = self.values.get(name, "").strip()
        if not text:
            return otherwise
        if not (text.isascii() and text.isdecimal() and int(text)):
            says = f"{name} is {text}, which is no whole number above zero."
            raise NotConfigured(says, "no-number", name=name, text=text)
        return int(text)

    def database(self) -> dict[str, Any]:
        """Say to Django which database to use: SQLite in the home folder unless told otherwise.

        Raises:
            NotConfigured: the address is of no database that is supported, or lacks something.
        """
        address = self.values.get("DATABASE_URL", "").strip()
        if not address:
            return sqlite(self.home / "duecourse.sqlite3")
        parts = address_parts(address)
        if ENGINES[parts.scheme] == "sqlite3":
            return sqlite(Path(unquote(parts.path[1:])))
        return postgresql(parts)


def address_parts(address: str) -> SplitResult:
    """Take the address of a database apart."""
    try:
        parts = urlsplit(address)
        complete = parts.port is None or parts.port > 0
    except ValueError:
        parts, complete = urlsplit(""), False
    if not complete or parts.scheme not in ENGINES or len(parts.path) <= 1:
        raise NotConfigured(
            f"DATABASE_URL ({parts.scheme}:...) names no database that is supported. Write"
            " postgresql://user:password@host:5432/name or sqlite:///folder/file.sqlite3",
            "no-such-database",
            scheme=parts.scheme,
        )
    return parts


def sqlite(path: Path) -> dict[str, Any]:
    """Use an SQLite file: readers never wait, and a writer takes its lock at once.

    A transaction that began by reading could not become a writer beside another.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        says = f"The folder {path.parent} cannot be made ({error.strerror}); see DUECOURSE_HOME."
        raise NotConfigured(says, "no-home", folder=path.parent, why=error.strerror) from error
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE", "init_command": pragmas},
    }


def postgresql(parts: SplitResult) -> dict[str, Any]:
    """Use a server; a socket's folder stands in the address as ``?host=/var/run/postgresql``."""
    if find_spec("psycopg") is None:
        says = "PostgreSQL needs the extra postgresql: pip install 'duecourse[web,postgresql]'"
        raise NotConfigured(says, "no-driver")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
