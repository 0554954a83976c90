"""``duecourse send-letters``: the worker that sends what people let go; one pass, or until told."""

import signal
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from duecourse.cli.languages import Lang
from duecourse.cli.refusing import must_exist, refuse
from duecourse.cli.starting import ready, tell
from duecourse.present.refusals import refusal_text
from duecourse.present.wording import texts_of
from duecourse.values.refusals import Refusal
from duecourse.values.says import Language

DONE, OTHER = "done", "other"
"""Where delivery notices lie once they were read, and messages that are none of ours."""


def send_letters(
    every: Annotated[
        int | None, typer.Option(min=1, help="Go on, with so many seconds between two passes.")
    ] = None,
    bounces: Annotated[
        Path | None,
        typer.Option(
            envvar="DUECOURSE_BOUNCES",
            help="A folder of messages (or a Maildir's new): delivery notices are read.",
        ),
    ] = None,
    with_parent: Annotated[
        bool, typer.Option("--with-parent", hidden=True, help="End when standard input ends.")
    ] = False,
    lang: Annotated[Lang, typer.Option(help="Language of what is said.")] = Lang.ZH,
) -> None:
    """Send the letters that are due: each once, or not at all.

    Exit codes: 0 done, 1 nothing could be sent (no mail server is set, no policy in force).
    """
    language: Language = lang.value
    if bounces is not None:
        must_exist(bounces, language)
    ended = ended_with_parent() if with_parent else threading.Event()
    ready(language)
    if every is None:
        try:
            tell(one_pass(bounces, language))
        except Refusal as refusal:
            refuse(refusal, language)
        return
    go_on(every, bounces, ended, language)


def ended_with_parent() -> threading.Event:
    """Return what is set once the process that started this one has ended or closed the pipe.

    Ctrl-C is for that process: a letter that is on its way is finished first.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ended = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    return ended


def go_on(every: int, bounces: Path | None, ended: threading.Event, language: Language) -> None:
    """Pass after pass until the end; what hinders is said once, and tried again."""
    from django.db import InterfaceError, OperationalError, close_old_connections

    before, nothing = "", said("nothing", language)
    while not ended.is_set():
        try:
            now = one_pass(bounces, language, ended)
        except Refusal as refusal:
            now = refusal_text(refusal, language)
        except (InterfaceError, OperationalError) as error:
            now = str(error)
        if now not in (before, nothing):
            tell(now)
        before = now
        close_old_connections()
        ended.wait(every)


def one_pass(bounces: Path | None, language: Language, ended: threading.Event | None = None) -> str:
    """Read what came back, send what is due, and say what became of it."""
    from duecourse.services import send_letters as service
    from duecourse.store.chasing_facts import working_day

    told = [] if bounces is None else notices_read(bounces, language)
    on = max(date.today(), working_day())
    done = service.send_letters(on, stopped=lambda: ended is not None and ended.is_set())
    counts = {name: getattr(done, name) for name in done.__dataclass_fields__}
    told.append(
        said("pass", language, **counts) if any(counts.values()) else said("nothing", language)
    )
    return " ".join(told)


def notices_read(folder: Path, language: Language) -> list[str]:
    """Read the delivery notices in a folder, and lay each message away."""
    from duecourse.services.record_bounce import record_bounce
    from duecourse.sources.delivery_status import LONGEST

    counts = {"read": 0, "other": 0}
    for path in messages(folder):
        try:
            if path.stat().st_size > LONGEST:
                raise Refusal("It is too large.", "not-a-bounce", why="size")
            record_bounce(path.read_bytes())
        except Refusal:
            counts["other"] += 1
            lay_away(path, OTHER)
            continue
        counts["read"] += 1
        lay_away(path, DONE)
    return [said("bounces", language, **counts)] if any(counts.values()) else []


def messages(folder: Path) -> Iterator[Path]:
    """List the messages of a folder."""
    yield from sorted(path for path in folder.iterdir() if path.is_file())


def lay_away(path: Path, name: str) -> None:
    """Move a message into a folder beside it."""
    target = path.parent / name
    target.mkdir(exist_ok=True)
    path.replace(target / path.name)


def said(key: str, language: Language, **blanks: object) -> str:
    """Word this verb, from wording/letters.toml."""
    return texts_of("letters")[f"send.{key}"].in_language(language).format(**blanks)
