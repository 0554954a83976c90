"""``duecourse serve``: the application, until it is stopped."""

import errno
import os
import secrets
import socket
from contextlib import nullcontext
from typing import Annotated

import typer

from duecourse.cli.languages import Lang
from duecourse.cli.refusing import refuse
from duecourse.cli.sender import sender
from duecourse.cli.starting import ready, speaker, tell
from duecourse.values.refusals import Refusal

SECRET, LOCAL = "DUECOURSE_SECRET_KEY", "DUECOURSE_LOCAL"
APPLICATION = "duecourse.web.wsgi:application"
THREADS = 8
"""Requests that one process answers at a time; most of a request is spent in the database."""
MOST_BY_ITSELF = 4
SECONDS_TO_END = 10
THIS_MACHINE = ("127.0.0.1", "::1", "localhost")


class NotServed(Refusal):
    """The application cannot be served as asked."""


def serve(
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = 8000,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1, max=64, help="Processes. [default: 1 with SQLite, else one a core, 4 at most]"
        ),
    ] = None,
    local: Annotated[
        bool, typer.Option("--local", help="For this machine alone, without encryption.")
    ] = False,
    letters: Annotated[
        bool, typer.Option(help="Send letters beside it, in a process of its own.")
    ] = True,
    lang: Annotated[Lang, typer.Option(help="Language of what is said.")] = Lang.ZH,
) -> None:
    """Serve the application; the database is brought up to date first.

    Exit codes: 0 stopped, 1 not started.
    """
    said = speaker(lang.value)
    try:
        if local:
            make_local(host, lang)
        must_be_free(host, port)
    except NotServed as refusal:
        refuse(refusal, lang.value)
    applied = ready(lang.value, serving=True)
    names = ", ".join(applied)
    tell(said("serve.migrated", names=names) if applied else said("serve.current"))
    with sender(lang) if letters else nullcontext():
        run(host, port, workers or workers_by_itself(), lang)
    tell(said("serve.stopped"))


def make_local(host: str, lang: Lang) -> None:
    """Set the environment for this machine alone; a secret is made where there is none."""
    if host not in THIS_MACHINE:
        says = f"--local is without encryption and for this machine alone, and not for {host}."
        raise NotServed(says, "local-but-open", host=host)
    os.environ[LOCAL] = "1"
    if not os.environ.get(SECRET):
        os.environ[SECRET] = secrets.token_urlsafe(48)
        tell(speaker(lang.value)("serve.secret", name=SECRET))


def must_be_free(host: str, port: int) -> None:
    """Refuse an address that another program listens at, or that this machine does not have."""
    try:
        [family, kind, _, _, address] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as tried:
            if os.name == "posix":
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as error:
        raise refusal_of(error, host, port) from error


def refusal_of(error: OSError, host: str, port: int) -> NotServed:
    """Say why an address cannot be listened at."""
    match error.errno:
        case errno.EADDRINUSE:
            return NotServed(
                f"Port {port} of {host} is in use.", "port-taken", host=host, port=port
            )
        case errno.EACCES:
            return NotServed(f"Port {port} may not be used.", "port-forbidden", port=port)
        case _:
            says = f"{host} is no address of this machine ({error.strerror})."
            return NotServed(says, "no-such-host", host=host, why=error.strerror)


def workers_by_itself() -> int:
    """Choose how many processes: SQLite has one writer at a time, a server many."""
    from django.db import connection

    return 1 if connection.vendor == "sqlite" else min(os.cpu_count() or 1, MOST_BY_ITSELF)


def run(host: str, port: int, workers: int, lang: Lang) -> None:
    """Listen until Ctrl-C or SIGTERM; the processes that answer end with this one."""
    import multiprocessing

    multiprocessing.set_start_method("spawn", force=True)  # a fork would share what runs here
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_END,
    )
    server.on_startup(lambda: announce(host, port, lang))
    server.serve()


def announce(host: str, port: int, lang: Lang) -> None:
    """Say where the application is, who is to be added, and how to stop it."""
    from django.conf import settings
    from django.db import connections

    from duecourse.store.people import User

    said = speaker(lang.value)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    tell(said("serve.at" if settings.LOCAL else "serve.behind", address=address))
    if not User.objects.exists():
        tell(said("serve.nobody"))
    tell(said("serve.stop"))
    connections.close_all()
