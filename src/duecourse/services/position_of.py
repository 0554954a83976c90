"""From a source, a policy and a day to a position: what every verb that judges begins with."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import narwhals.stable.v2 as nw

from duecourse.engines.engine import Engine
from duecourse.engines.reading import Read, read_ledger
from duecourse.ledger.ledger import Ledger
from duecourse.pipeline.position import Position
from duecourse.pipeline.run import run
from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policies import PRESETS, preset
from duecourse.policy.amounts import in_currency
from duecourse.policy.reading import valid_policy
from duecourse.policy.shapes import Policy
from duecourse.sources.mapping import Mapping
from duecourse.sources.mapping_file import read_mapping
from duecourse.values.problems import Problem
from duecourse.values.refusals import Refusal
from duecourse.values.says import Says

LAST_RESORT = "CNY"
NOBODY = Says("", "")
"""A preset's company is a blank to be filled in; it stands in no report."""
Progress = Callable[[str], None]


class NothingToReview(Refusal, ValueError):
    """Nothing in the source could be read."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep what is wrong with the source."""
        self.problems = problems
        super().__init__(
            "Nothing to review: no invoice, customer or settlement could be read. Fill in a row"
            " below the headers; docs/howto/read-your-ledger.md lists those that are recognised.",
            "nothing-to-review",
        )


class NoSuchPolicy(Refusal, LookupError):
    """Neither a preset nor a file has that name."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be judged: where the books are, by which policy, on which day.

    ``as_of`` is the day asked for, None where nobody asked: then the day that the source states,
    else ``today``.
    """

    source: Path
    today: date
    as_of: date | None = None
    mapping: Path | None = None
    policy: str | None = None
    currency: str | None = None
    customers: tuple[str, ...] | None = None


def position_of(request: Request, engine: Engine, *, progress: Progress) -> Position:
    """Read the source and work out its position; problems of both are in it.

    Raises:
        NothingToReview: no invoice and no customer could be read.
        NoSuchPolicy: the policy is neither a preset nor a file.
        InvalidPolicy: the policy file is not valid.
        BadMapping: the mapping file is not valid.
    """
    read = read_source(request, engine, progress=progress)
    policy, doubts = chosen_policy(request, read.ledger)
    as_of, other_day = chosen_day(request, read.stated_on)
    position = run(read.ledger, policy, as_of, customers=request.customers, progress=progress)
    found = (*read.problems, *other_day, *doubts, *position.problems)
    return replace(position, problems=found)


def chosen_day(request: Request, stated: date | None) -> tuple[date, tuple[Problem, ...]]:
    """Choose the day to judge, with a problem where it is not the day that the source states."""
    as_of = request.as_of or stated or request.today
    if stated is None or as_of == stated:
        return as_of, ()
    code = "day-before-stated" if as_of < stated else "day-after-stated"
    details = {"stated": stated.isoformat(), "as_of": as_of.isoformat()}
    return as_of, (Problem(code, request.source.name, details=details),)


def read_source(request: Request, engine: Engine, *, progress: Progress) -> Read:
    """Read the books, through the mapping where there is one."""
    read = read_ledger(
        request.source,
        engine=engine,
        mapping=mapping_in(request.mapping),
        currency=request.currency,
        progress=progress,
    )
    if not any(read.rows.get(table) for table in ("invoices", "customers", "settlements")):
        raise NothingToReview(read.problems)
    return read


def mapping_in(path: Path | None) -> Mapping | None:
    """Read a mapping file."""
    return None if path is None else read_mapping(path.read_text(encoding="utf-8-sig"))


def chosen_policy(request: Request, ledger: Ledger) -> tuple[Policy, tuple[Problem, ...]]:
    """Read the policy asked for, else ``standard`` for a folder and ``sme`` for a single sheet.

    A preset speaks in the currency asked for, else in the ledger's own most used one, and names no
    company; a policy of the company's own in its own, unless asked otherwise.
    """
    name = request.policy or ("standard" if request.source.is_dir() else "sme")
    policy = valid_policy(policy_text(name), measures=VOCABULARY, name=Path(name).name)
    currency = request.currency
    if currency is None and name in PRESETS:
        currency = most_used_currency(ledger)
    if name in PRESETS:
        policy = replace(policy, company=NOBODY)
    restated, doubts = in_currency(policy, currency or policy.currency, measures=VOCABULARY)
    return restated, tuple(doubts)


def policy_text(name: str) -> str:
    """Return the text of a preset, or of a file."""
    if name in PRESETS:
        return preset(name)
    path = Path(name)
    if not path.is_file():
        presets = ", ".join(PRESETS)
        says = f"{name} is neither a preset ({presets}) nor a file."
        raise NoSuchPolicy(says, "no-such-policy", name=name, presets=presets)
    return path.read_text(encoding="utf-8-sig")


def most_used_currency(ledger: Ledger) -> str:
    """Return the currency most invoices are in; the first by name on a tie."""
    counts = ledger["invoices"].group_by("currency").agg(nw.len().alias("invoices"))
    rows = [(-int(row[1]), str(row[0])) for row in counts.collect().rows() if row[0]]
    return min(rows)[1] if rows else LAST_RESORT
