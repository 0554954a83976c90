"""Parquet files and large CSV files: scanned by DuckDB, each row with its place."""

from collections.abc import Sequence
from pathlib import Path

from duecourse.engines.cells import literal, quoted
from duecourse.engines.csv_text import as_utf8, dialect_of
from duecourse.engines.workbench import FILE_BITS, Raw, Workbench
from duecourse.ledger.checks import LISTED
from duecourse.values.problems import Problem

HEAD_BYTES = 1024 * 1024


def raw_of_parquet(bench: Workbench, name: str, paths: Sequence[Path]) -> Raw:
    """Look at Parquet files as one table; nothing is read but what is asked for.

    Raises:
        duckdb.Error: a file is no Parquet, or the files do not fit together.
    """
    listed = ", ".join(literal(str(path)) for path in paths)
    described = bench.rows(f"DESCRIBE SELECT * FROM read_parquet([{listed}], union_by_name=true)")
    columns = {column: kind for column, kind, *_ in described}
    files = bench.opened(*(path.name for path in paths))
    relation = bench.named(f"{name} as it stands {files[0]}")
    headers = ", ".join(map(quoted, columns))
    if len(paths) == 1:
        place, several, join = f"{(files[0] << FILE_BITS) + 2}", "", ""
    else:
        numbers = numbered_files(bench, name, paths, files)
        several = ", filename=true, union_by_name=true"
        place, join = "_base + 2", f" JOIN {numbers} ON filename = _file"
    bench.run(
        f"CREATE VIEW {relation} AS SELECT {headers}, file_row_number + {place} AS _row"
        f" FROM read_parquet([{listed}], file_row_number=true{several}){join}"
    )
    return Raw(f"{name} {files[0]}", relation, files, columns, lazy=True)


def numbered_files(bench: Workbench, name: str, paths: Sequence[Path], files: range) -> str:
    """Store the number of each file of a folder."""
    relation = bench.named(f"files of {name} {files[0]}")
    rows = ", ".join(
        f"({literal(str(path))}, {number << FILE_BITS})"
        for path, number in zip(paths, files, strict=True)
    )
    bench.run(f"CREATE TABLE {relation} AS SELECT * FROM (VALUES {rows}) AS t(_file, _base)")
    return relation


def raw_of_large_csv(bench: Workbench, path: Path, spare: Path) -> Raw:
    """Scan a CSV file that is too large for a lenient reader; ``spare`` is a folder to write in.

    Lines that are no rows (a quote that does not close, cells too many) are named as problems.

    Raises:
        duckdb.Error: it is not CSV at all.
    """
    with path.open("rb") as file:
        dialect = dialect_of(file.read(HEAD_BYTES))
    source = path
    if dialect.encoding not in ("utf-8-sig", "utf-8"):
        source = spare / f"{path.stem}.utf8.csv"
        as_utf8(path, dialect, source)
    files = bench.opened(path.name)
    relation = bench.named(f"{path.stem} as it stands {files[0]}")
    lost = f"{bench.schema}_rejects_{files[0]}"
    scans = f"{bench.schema}_scans_{files[0]}"
    options = (
        f"all_varchar=true, header=true, delim={literal(dialect.separator)}, quote='\"',"
        " escape='\"', null_padding=false, store_rejects=true, max_line_size=1000000,"
        f" rejects_table='{lost}', rejects_scan='{scans}'"
    )
    first = (files[0] << FILE_BITS) + 1
    bench.run(
        f"CREATE TABLE {relation} AS SELECT *, row_number() OVER () + {first} AS _row"
        f" FROM read_csv({literal(str(source))}, {options})"
    )
    described = bench.rows(f"DESCRIBE {relation}")
    columns = {column: kind for column, kind, *_ in described if column != "_row"}
    note_rejects(bench, path.name, relation, files[0])
    return Raw(f"{path.stem} {files[0]}", relation, files, columns)


def note_rejects(bench: Workbench, file: str, relation: str, number: int) -> None:
    """Name the lines of a large CSV that could not be rows, and count them all the same."""
    rejects = f"(SELECT DISTINCT line FROM {bench.schema}_rejects_{number})"
    if bench.one(f"SELECT count(*) FROM {rejects}")[0]:
        asked = (
            f"SELECT DISTINCT line, error_type FROM {bench.schema}_rejects_{number} ORDER BY line"
        )
        for line, kind in bench.rows(f"{asked} LIMIT {LISTED}"):
            bench.problems.append(
                Problem("broken-row", file, int(line), None, {"kind": kind.lower()})
            )
        shifts = f"(SELECT line + 1 - row_number() OVER (ORDER BY line) AS lost_at FROM {rejects})"
        own = f"(_row - {number << FILE_BITS})"
        bench.run(
            f"UPDATE {relation} SET _row = _row"
            f" + (SELECT count(*) FROM {shifts} AS shifts WHERE lost_at <= {own})"
        )
    bench.run(f"DROP TABLE {bench.schema}_rejects_{number}")
    bench.run(f"DROP TABLE {bench.schema}_scans_{number}")
