"""The Python face: a ledger in, a position out, with ordinary frames at both ends."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa

from duecourse.engines.choosing import engine_for
from duecourse.engines.engine import Engine, EngineName, engine_named
from duecourse.engines.reading import read_ledger as read_source
from duecourse.ledger.ledger import Ledger, ledger_of
from duecourse.pipeline.position import Position
from duecourse.pipeline.run import profile_on
from duecourse.pipeline.run import run as run_ledger
from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policies import PRESETS, preset
from duecourse.policy.reading import valid_policy
from duecourse.policy.shapes import Policy
from duecourse.simulator.company import CompanySpec
from duecourse.simulator.company import simulate as simulate_company
from duecourse.sources.mapping_file import read_mapping
from duecourse.values.frames import Frame
from duecourse.values.problems import Problem

IN_PLACE: dict[nw.Implementation, EngineName] = {
    nw.Implementation.POLARS: "polars",
    nw.Implementation.PYSPARK: "spark",
}
"""Frames that are worked on where they are; all others go to DuckDB through Arrow."""


class NoSuchMeasure(LookupError):
    """No measure of that name is taken per customer."""


@dataclass(frozen=True, slots=True)
class Books:
    """A ledger with the engine that holds it and what was wrong with its source."""

    ledger: Ledger
    engine: Engine
    problems: tuple[Problem, ...] = ()

    def __getitem__(self, table: str) -> Any:
        """Return one table as a frame of the engine."""
        return self.ledger[table].to_native()


def read_ledger(
    source: str | Path | Mapping[str, Any],
    *,
    mapping: str | Path | None = None,
    engine: EngineName | None = None,
    currency: str | None = None,
) -> Books:
    """Read a file or folder, or take frames by table name, into a checked ledger.

    Frames may be Polars, pandas, DuckDB, PySpark or Arrow; they are taken at their word, while
    files are checked row by row and their problems listed.

    Raises:
        EngineAbsent: the engine asked for is not installed.
        BadMapping: the mapping file is not valid.
        KeyError: a frame has a name that is no table of the ledger.
    """
    if isinstance(source, Mapping):
        return books_of(source, engine)
    path = Path(source)
    running = engine_for(path) if engine is None else engine_named(engine)
    text = None if mapping is None else Path(mapping).read_text(encoding="utf-8-sig")
    read = read_source(
        path,
        engine=running,
        mapping=None if text is None else read_mapping(text),
        currency=currency,
    )
    return Books(read.ledger, running, read.problems)


def books_of(frames: Mapping[str, Any], engine: EngineName | None) -> Books:
    """Make a ledger of ordinary frames, on their own engine where that is one of ours."""
    first = nw.from_native(next(iter(frames.values())))
    running = engine_named(engine or IN_PLACE.get(first.implementation, "duckdb"))
    taken = {name: on(running, frame) for name, frame in frames.items()}
    ledger = ledger_of(taken, keep=running.keep, empty=running.empty, make=running.frame)
    return Books(kept(ledger, taken), running)


def kept(ledger: Ledger, names: Collection[str]) -> Ledger:
    """Compute the tables named once: dates become day numbers here, and not in each later plan."""
    tables = {
        name: ledger.keep(table) if name in names else table
        for name, table in ledger.tables.items()
    }
    return replace(ledger, tables=tables)


def on(engine: Engine, frame: Any) -> Frame:
    """Bring an ordinary frame to an engine; where it already is, it stays."""
    held: nw.DataFrame[Any] | nw.LazyFrame[Any] = nw.from_native(frame)
    if IN_PLACE.get(held.implementation) == engine.name:
        return held.lazy()
    return engine.frame(arrow_of(held))


def arrow_of(held: Any) -> pa.Table:
    """Turn any frame into an Arrow table."""
    if isinstance(held, nw.LazyFrame):
        return held.collect("pyarrow").to_native()
    return held.to_arrow()


def read_policy(policy: str | Path) -> Policy:
    """Read a preset by name (standard, sme, cautious), or a policy file.

    Raises:
        InvalidPolicy: it is not valid; ``problems`` says where and how to mend it.
    """
    name = str(policy)
    text = preset(name) if name in PRESETS else Path(policy).read_text(encoding="utf-8-sig")
    return valid_policy(text, measures=VOCABULARY, name=Path(name).name)


def run(
    books: Books,
    policy: Policy,
    as_of: date,
    *,
    known_by: date | None = None,
    customers: Sequence[str] | None = None,
) -> Position:
    """Work out the position of a day; its frames are those of the engine.

    Source: docs/architecture.md.
    """
    position = run_ledger(books.ledger, policy, as_of, known_by=known_by, customers=customers)
    frames = {
        field.name: getattr(position, field.name).to_native()
        for field in fields(position)
        if isinstance(getattr(position, field.name), nw.LazyFrame)
    }
    return replace(position, **frames, problems=(*books.problems, *position.problems))


def measure(books: Books, name: str, as_of: date, *, policy: Policy | None = None) -> Any:
    """Take one measure of every customer: a frame of customer_id, currency and the measure.

    ``policy`` gives the home currency and the windows; without one, those of ``standard``.

    Raises:
        NoSuchMeasure: it is not taken per customer; the text names those that are.
    """
    profile = profile_on(books.ledger, policy or read_policy("standard"), as_of)
    taken = [column for column in profile.collect_schema().names() if column in VOCABULARY]
    if name not in taken:
        raise NoSuchMeasure(f"{name} is not taken per customer; these are: {', '.join(taken)}.")
    return profile.select("customer_id", "currency", name).to_native()


def simulate(**spec: Any) -> dict[str, pa.Table]:
    """Make an example company as Arrow tables by name; arguments are those of ``CompanySpec``.

    Raises:
        NoSuchCompany: the company asked for cannot be made.
    """
    tables: dict[str, list[pa.Table]] = {}
    for name, chunk in simulate_company(CompanySpec(**spec)):
        tables.setdefault(name, []).append(chunk)
    return {name: pa.concat_tables(chunks) for name, chunks in tables.items()}
