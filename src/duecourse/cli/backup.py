"""``duecourse backup`` and ``duecourse restore``: everything into one file, and back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from duecourse.cli.languages import Lang
from duecourse.cli.refusing import fail, must_exist, refuse
from duecourse.cli.starting import ready, speaker
from duecourse.values.refusals import Refusal

MEGABYTE = 1024 * 1024


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, such as backup.zip.")],
    force: Annotated[bool, typer.Option("--force", help="Write over a file.")] = False,
    lang: Annotated[Lang, typer.Option(help="Language of what is said.")] = Lang.ZH,
) -> None:
    """Back up the database and the imported files; the application may go on meanwhile.

    Exit codes: 0 done, 1 refused.
    """
    if file.exists() and not force:
        fail("exists", lang.value, file=file)
    must_exist(file.absolute().parent, lang.value)
    ready(lang.value)
    from duecourse.services.back_up import back_up

    try:
        made = back_up(file.absolute(), at=datetime.now(UTC))
    except Refusal as refusal:
        refuse(refusal, lang.value)
    size = f"{made.size / MEGABYTE:.1f}"
    typer.echo(speaker(lang.value)("backup.made", file=file, size=size, files=made.files))


def restore(
    file: Annotated[Path, typer.Argument(help="A file that backup has written.")],
    force: Annotated[bool, typer.Option("--force", help="Replace data that is there.")] = False,
    lang: Annotated[Lang, typer.Option(help="Language of what is said.")] = Lang.ZH,
) -> None:
    """Put a backup in the place of the database and of the imported files.

    Stop the application first. Exit codes: 0 done, 1 refused.
    """
    must_exist(file, lang.value)
    ready(lang.value)
    from duecourse.services.restore_backup import restore_backup

    try:
        note = restore_backup(file.absolute(), force=force)
    except Refusal as refusal:
        refuse(refusal, lang.value)
    told = {"made_at": note["made_at"], "files": note["files"]}
    typer.echo(speaker(lang.value)("backup.restored", file=file, **told))
