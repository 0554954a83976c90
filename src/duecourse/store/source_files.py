"""The files that facts came from: told apart by their digest, and kept beside the database."""

import hashlib
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings

from duecourse.store.source_limits import MOST_BYTES, too_large
from duecourse.values.refusals import Refusal

PIECE = 1 << 20
UNWELCOME = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
LONGEST = 120
"""Characters of a kept file's name; in Chinese each takes three bytes of 255."""


class SourceGone(Refusal, LookupError):
    """The file of an import is not where it was kept, or not what it was."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a source holds: the digest of it and its bytes."""

    digest: str
    size: int


def files_of(source: Path) -> list[Path]:
    """List the files of a source in the order of their names; hidden ones are no part of it."""
    if not source.is_dir():
        return [source]
    return [
        path
        for path in sorted(source.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(source).parts)
    ]


def contents_of(source: Path) -> Contents:
    """Digest a file, or the files of a folder with their names."""
    if not source.is_dir():
        return digest_of_file(source)
    whole, size = hashlib.sha256(), 0
    for path in files_of(source):
        one = digest_of_file(path)
        size += one.size
        whole.update(f"{path.relative_to(source).as_posix()}\0{one.digest}\n".encode())
    return Contents(whole.hexdigest(), size)


def digest_of_file(path: Path) -> Contents:
    """Digest one file."""
    with path.open("rb") as file:
        return Contents(hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)


def folder_of_imports() -> Path:
    """Return the folder of all kept sources."""
    folder = Path(settings.HOME) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def keep_source(source: Path, digest: str) -> Path:
    """Keep a copy of a source below its digest, unless it is there already; whole or not at all.

    Raises:
        SourceGone: it is not any more what was digested.
    """
    home = folder_of_imports() / digest
    kept = home / fit_name(source.name)
    if not kept.exists():
        coming = Path(mkdtemp(dir=folder_of_imports(), prefix=".coming-"))
        copy = coming / kept.name
        if source.is_dir():
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns(".*"))
        else:
            shutil.copyfile(source, copy)
        if contents_of(copy).digest != digest:
            shutil.rmtree(coming)
            says = f"{source.name} has changed since it was looked at; look again."
            raise SourceGone(says, "source-changed", file=source.name)
        put_in_place(copy, kept)
    return kept


def receive(name: str, pieces: Iterable[bytes], *, most: int = MOST_BYTES) -> Path:
    """Keep what somebody sends, below its digest.

    Raises:
        TooMuch: it is longer than ``most`` bytes; nothing of it is kept.
    """
    coming = Path(mkdtemp(dir=folder_of_imports(), prefix=".coming-"))
    copy, digest, size = coming / fit_name(name), hashlib.sha256(), 0
    try:
        with copy.open("wb") as file:
            for piece in pieces:
                size += len(piece)
                if size > most:
                    raise too_large(copy.name, most)
                digest.update(piece)
                file.write(piece)
    except BaseException:
        shutil.rmtree(coming)
        raise
    kept = folder_of_imports() / digest.hexdigest() / copy.name
    put_in_place(copy, kept)
    return kept


def put_in_place(copy: Path, kept: Path) -> None:
    """Move a whole copy to its place; another that came first holds the same."""
    kept.parent.mkdir(exist_ok=True)
    if not kept.exists():
        copy.replace(kept)
    shutil.rmtree(copy.parent)


def kept_source(digest: str, name: str) -> Path:
    """Find a source that was kept.

    Raises:
        SourceGone: it is not there.
    """
    kept = folder_of_imports() / digest / fit_name(name)
    if not kept.exists():
        says = f"The file {name} of this import is not kept any more; choose it again."
        raise SourceGone(says, "source-gone", file=name)
    return kept


def fit_name(name: str) -> str:
    """Make a name that any system can keep of what a person or a browser calls a file.

    >>> fit_name("..\\\\Q1/receivables.xlsx"), fit_name("  "), fit_name("应收:三月.csv")
    ('Q1_receivables.xlsx', 'source', '应收_三月.csv')
    """
    plain = UNWELCOME.sub("_", name).strip("._~$ ") or "source"
    stem, dot, kind = plain.rpartition(".")
    return plain if len(plain) <= LONGEST else f"{(stem or kind)[: LONGEST - 10]}{dot}{kind[:9]}"
