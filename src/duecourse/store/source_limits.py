"""What may be read at all: no file beyond its bounds is opened by a reader, wherever it comes from.

A workbook is a zip file. What it really unpacks to is counted here, not believed; and cells that
lie so far apart that a reader would fill memory with the emptiness between them are refused.
"""

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo, is_zipfile

import pyarrow as pa
import pyarrow.parquet as pq

from duecourse.store.sheet_extents import MOST_CELLS, Extent, NotWellFormed
from duecourse.values.refusals import Refusal

MEGABYTE = 1 << 20
MOST_BYTES = 2_048 * MEGABYTE
"""Of all files of a source together."""
MOST_UNPACKED = 1_024 * MEGABYTE
"""Of all members of a workbook together."""
MOST_RATIO = 200
SMALL = 32 * MEGABYTE
"""So much may be packed as tightly as it will: a sheet of one word over and over is no attack."""
MOST_ROWS = 200_000_000
"""Of a Parquet file, which says in a few bytes that a value comes a billion times."""
PIECE = MEGABYTE
LOCAL_HEADER = 30
BINARY_WORKBOOK = ".xlsb"


class TooMuch(Refusal, ValueError):
    """A file is beyond what is read."""


def refuse_beyond_bounds(files: Iterable[Path]) -> None:
    """Look at every file of a source before it is read.

    Raises:
        TooMuch: one of them, or all together, are beyond the bounds; the text names it.
    """
    total = 0
    for path in files:
        total += path.stat().st_size
        if total > MOST_BYTES:
            raise too_large(path.name, MOST_BYTES)
        if path.suffix.lower() == BINARY_WORKBOOK:
            says = f"{path.name} is a binary workbook, which is not taken; save it as .xlsx."
            raise TooMuch(says, "binary-workbook", file=path.name)
        if path.suffix.lower() == ".parquet":
            refuse_too_many_rows(path)
        elif is_zipfile(path):
            refuse_bomb(path)


def too_large(name: str, most: int) -> TooMuch:
    """Say that a source is too large."""
    megabytes = most // MEGABYTE
    says = f"{name}: more than {megabytes} MB are not read; split the file."
    return TooMuch(says, "too-large-source", file=name, most=megabytes)


def refuse_too_many_rows(path: Path) -> None:
    """Refuse a Parquet file that claims more rows than any ledger has."""
    try:
        rows = pq.read_metadata(path).num_rows
    except (pa.ArrowException, OSError):
        return  # the reader says what is wrong with it
    if rows > MOST_ROWS:
        says = f"{path.name} claims {rows:,} rows; more than {MOST_ROWS:,} are not read."
        raise TooMuch(says, "too-many-rows", file=path.name, rows=f"{rows:,}")


def refuse_bomb(path: Path) -> None:
    """Unpack a workbook piece by piece, keep nothing, and stop where it goes beyond bounds."""
    try:
        with ZipFile(path) as packed, path.open("rb") as file:
            members = packed.infolist()
            unpacked = 0
            for member in members:
                unpacked += size_of(file, member, path, spent=unpacked)
    except (BadZipFile, zlib.error, EOFError):
        return  # the reader says what is wrong with it
    if unpacked > SMALL and unpacked > MOST_RATIO * path.stat().st_size:
        raise bomb(path)


def size_of(file: BinaryIO, member: ZipInfo, path: Path, *, spent: int) -> int:
    """Count the bytes that a member unpacks to, and look how far apart its cells are."""
    size, extent = 0, Extent()
    for piece in pieces(file, member, path):
        size += len(piece)
        if spent + size > MOST_UNPACKED:
            raise bomb(path)
        try:
            extent.look_at(piece)
        except NotWellFormed as error:
            says = f"{path.name} is damaged: {member.filename}: {error}. Save it anew."
            raise TooMuch(says, "damaged-workbook", file=path.name, why=error) from error
    if extent.cells > MOST_CELLS:
        says = f"{path.name} has cells too far apart; delete what stands alone at its far end."
        raise TooMuch(says, "cells-too-far", file=path.name)
    return size


def bomb(path: Path) -> TooMuch:
    """Say that a workbook would burst."""
    says = f"{path.name} unpacks to far more than a workbook holds, and is not read."
    return TooMuch(says, "zip-bomb", file=path.name)


def pieces(file: BinaryIO, member: ZipInfo, path: Path) -> Iterator[bytes]:
    """Unpack what a member really holds, whatever size it claims."""
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise bomb(path)
    file.seek(member.header_offset)
    header = file.read(LOCAL_HEADER)
    if len(header) < LOCAL_HEADER:
        return
    names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    file.seek(member.header_offset + LOCAL_HEADER + names)
    left = member.compress_size
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and (packed := file.read(min(PIECE, left))):
        left -= len(packed)
        if member.compress_type == ZIP_STORED:
            yield packed
            continue
        while packed:
            yield stream.decompress(packed, PIECE)
            packed = stream.unconsumed_tail
