"""What arrives packed: the tables of a zip file, unpacked piece by piece within bounds."""

import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from duecourse.store.source_files import fit_name
from duecourse.store.source_limits import (
    MOST_RATIO,
    MOST_UNPACKED,
    PIECE,
    SMALL,
    TooMuch,
    bomb,
)

MOST_MEMBERS = 1_000
LOCKED = 0x1
NOT_OURS = ("__MACOSX", ".", "~$")
DEEPEST = 2
"""A table may be a folder of Parquet files; deeper folders say nothing."""
NAMES = ("utf-8", "gb18030")
"""How names are written that are not marked: by a Mac, and by Windows in Chinese."""


def unpacked(packed: Path, folder: Path, kinds: tuple[str, ...]) -> Path:
    """Unpack the tables of a zip file into a folder that is not there yet.

    ``kinds`` are the ends of the names that are tables; all else is passed over.

    Returns:
        the folder; where the zip holds one table alone, that file.

    Raises:
        TooMuch: it is damaged, locked, without a table, or unpacks beyond the bounds.
    """
    folder.mkdir(parents=True)
    spent = 0
    try:
        with opened(packed) as zipped:
            members = tables_in(zipped, kinds)
            if not members or len(members) > MOST_MEMBERS:
                raise no_tables(packed, kinds)
            for path, member in members:
                target = folder.joinpath(*path.parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as file:
                    spent += written(zipped, member, file, packed, spent=spent)
    except (BadZipFile, zlib.error, EOFError, OSError) as error:
        says = f"{packed.name} is damaged: {error}. Pack it anew."
        raise TooMuch(says, "damaged-zip", file=packed.name, why=error) from error
    return folder if len(members) > 1 else folder.joinpath(*members[0][0].parts)


def opened(packed: Path) -> ZipFile:
    """Open a zip file, its names read in the first of ``NAMES`` that can."""
    for encoding in NAMES:
        try:
            return ZipFile(packed, metadata_encoding=encoding)
        except UnicodeDecodeError:
            continue
    return ZipFile(packed)


def tables_in(zipped: ZipFile, kinds: tuple[str, ...]) -> list[tuple[PurePosixPath, ZipInfo]]:
    """List the members that are tables, each with the path that it gets; no two get the same."""
    found: dict[PurePosixPath, ZipInfo] = {}
    for member in zipped.infolist():
        parts = [part for part in member.filename.replace("\\", "/").split("/") if part]
        if member.is_dir() or not parts or any(part.startswith(NOT_OURS) for part in parts):
            continue
        if not parts[-1].lower().endswith(kinds):
            continue
        path = PurePosixPath(*map(fit_name, parts[-DEEPEST:]))
        while path in found:
            path = path.with_name(f"2_{path.name}")
        found[path] = member
    return without_common_folder(found)


def without_common_folder(
    found: dict[PurePosixPath, ZipInfo],
) -> list[tuple[PurePosixPath, ZipInfo]]:
    """Leave out the one folder in which everything is packed, unless it is a table by itself."""
    above = {path.parts[:-1] for path in found}
    parquet = all(path.suffix.lower() == ".parquet" for path in found)
    if len(above) == 1 and not (parquet and len(found) > 1):
        return [(PurePosixPath(path.name), member) for path, member in found.items()]
    return list(found.items())


def written(zipped: ZipFile, member: ZipInfo, file: BinaryIO, packed: Path, *, spent: int) -> int:
    """Write what a member really holds, and count it as it comes."""
    if member.flag_bits & LOCKED:
        says = f"{packed.name} is locked with a password; pack it without one."
        raise TooMuch(says, "locked-zip", file=packed.name)
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise bomb(packed)
    size = 0
    for piece in pieces_of(zipped, member):
        size += len(piece)
        total = spent + size
        if total > MOST_UNPACKED or total > max(SMALL, MOST_RATIO * packed.stat().st_size):
            raise bomb(packed)
        file.write(piece)
    return size


def pieces_of(zipped: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    """Read a member piece by piece."""
    with zipped.open(member) as stream:
        while piece := stream.read(PIECE):
            yield piece


def no_tables(packed: Path, kinds: tuple[str, ...]) -> TooMuch:
    """Say that a zip file holds no table."""
    listed = " ".join(kinds)
    says = f"{packed.name} holds no table, or too many files; these are read: {listed}."
    return TooMuch(says, "no-table-in-zip", file=packed.name, kinds=listed)
