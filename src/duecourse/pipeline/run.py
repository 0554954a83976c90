"""All stages in one order: books, measures, assessment, decision, plans, figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import narwhals.stable.v2 as nw

from duecourse.act.alerts import alerts
from duecourse.act.tasks import tasks
from duecourse.assess.assessment import assess
from duecourse.decide.decision import decide
from duecourse.decide.holds import with_notice_holds, with_standing_holds
from duecourse.ledger.knowing import known_by as known_ledger
from duecourse.ledger.knowing import of_customers
from duecourse.ledger.ledger import Ledger
from duecourse.measures.aging import aging
from duecourse.measures.catalogue import MEASURES
from duecourse.measures.concentration import exposure_share
from duecourse.measures.disputes import open_disputes
from duecourse.measures.relationship import trade
from duecourse.pipeline.amounts import amounts_by_currency
from duecourse.pipeline.books import Books, books_on
from duecourse.pipeline.figures import dso_history, figures, in_home, sums_by_currency
from duecourse.pipeline.letters import Letters, letters_of
from duecourse.pipeline.owners import owners
from duecourse.pipeline.position import Figures, Position
from duecourse.pipeline.profile import (
    behaviour_of,
    money_of,
    paid_within,
    relationship_of,
)
from duecourse.pipeline.risk import at_home, risk_of
from duecourse.pipeline.standing import standing_of, warnings_of
from duecourse.policy.shapes import Policy
from duecourse.values.days import day_number
from duecourse.values.frames import Frame

Progress = Callable[[str], None]
STAGES = ("books", "measures", "assessment", "decisions", "dunning", "alerts", "figures")
"""What ``progress`` is told, in order."""


def silent(_: str) -> None:
    """Tell nobody."""


def run(
    ledger: Ledger,
    policy: Policy,
    as_of: date,
    *,
    known_by: date | None = None,
    customers: Sequence[str] | None = None,
    progress: Progress = silent,
) -> Position:
    """Work out everything that is known about a company on one day.

    The policy's currency is the home currency. ``known_by`` leaves out what was not yet known on
    that day. ``customers`` limits the run to some customers and the members of their groups: their
    rows are those of a full run, and there are no company figures.

    Raises:
        IncompleteFrame: the policy names a measure that nobody takes.

    Source: docs/architecture.md.
    """
    facts = ledger if known_by is None else known_ledger(ledger, day_number(known_by))
    beginning = beginning_of(facts)
    if customers is not None:
        facts = of_customers(facts, customers)
    progress("books")
    books = opened(facts, policy, as_of)
    progress("measures")
    whole = customers is None
    taken = measured(books, policy, beginning=beginning, whole=whole)
    return position(books, policy, as_of, taken=taken, whole=whole, progress=progress)


def profile_on(ledger: Ledger, policy: Policy, as_of: date) -> Frame:
    """Take every measure of every customer and decide nothing.

    Shapes:
        returns: one row per customer: the columns of measures in docs/architecture.md.
    """
    books = opened(ledger, policy, as_of)
    return measured(books, policy, beginning=beginning_of(ledger), whole=True).profile


def beginning_of(ledger: Ledger) -> Frame:
    """Return, kept, the one row that says how a ledger begins.

    Shapes:
        returns: first_day (of its invoices), settled bool (any payment stands in it with its day).
    """
    first = ledger["invoices"].select(nw.col("issued_on").min().alias("first_day"))
    settled = ledger["settlements"].select(settled=nw.len() > 0)
    return ledger.keep(first.join(settled, how="cross"))


def opened(ledger: Ledger, policy: Policy, as_of: date) -> Books:
    """Open the books in the policy's currency."""
    return books_on(
        ledger,
        as_of=day_number(as_of),
        home=policy.currency,
        rate_max_age_days=policy.windows.rate_max_age_days,
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """The measures, kept: one row per customer, and amounts per customer and currency."""

    profile: Frame
    by_currency: Frame


def measured(books: Books, policy: Policy, *, beginning: Frame, whole: bool) -> Taken:
    """Take every measure of every customer; shares of the whole only where all of it is there."""
    keep = books.ledger.keep
    bought = keep(trade(books.state, books.others, as_of=books.as_of))
    customers = keep(owners(books, bought))
    by_currency = keep(amounts_by_currency(books, bought, shares=policy.bills))
    money = keep(money_of(books, customers, by_currency))
    related = keep(relationship_of(books, money, bought, beginning=beginning))
    judged = keep(standing_of(books, related, policy))
    paid = paid_within(books, windows=policy.windows)
    paying = keep(behaviour_of(books, customers, paid, windows=policy.windows))
    warned = keep(warnings_of(books, customers.select("customer_id"), paid))
    told = judged.join(paying, on="customer_id", how="left")
    share = nw.col("exposure_share") if whole else nw.lit(None, dtype=nw.Float64)
    shares = exposure_share(at_home(money)).select("customer_id", exposure_share=share)
    for frame in (warned, open_disputes(books.open_parts), shares):
        told = told.join(frame, on="customer_id", how="left")
    profile = told.with_columns(nw.col("open_disputes").fill_null(0))
    return Taken(keep(profile), by_currency)


def position(
    books: Books,
    policy: Policy,
    as_of: date,
    *,
    taken: Taken,
    whole: bool,
    progress: Progress,
) -> Position:
    """Assess, decide and plan from measures that were taken."""
    keep = books.ledger.keep
    progress("assessment")
    assessed, points = assess(taken.profile, policy, specs=MEASURES, keep=keep)
    assessed, points = keep(assessed), keep(points)
    progress("decisions")
    proposed = keep(decide(assessed, policy, specs=MEASURES, keep=keep))
    decided = keep(held(proposed, books, policy, as_of))
    progress("dunning")
    letters = letters_of(books, policy)
    progress("alerts")
    rung = keep(alerts(decided, policy.alerts, specs=MEASURES, keep=keep))
    progress("figures")
    home, by_currency, history = (
        company_figures(books, policy, as_of, taken=taken, decided=decided)
        if whole
        else ({}, {}, ())
    )
    return Position(
        as_of=as_of,
        home_currency=books.home,
        policy=policy,
        aging=keep(aging(books.open_parts, books.cash)),
        invoices=books.open_parts,
        customers=decided,
        points=points,
        dunning=letters.planned,
        not_dunned=letters.left_out,
        alerts=rung,
        tasks=keep(waiting(decided, letters, books, policy)),
        kpi=by_currency,
        home=home,
        dso_history=history,
        problems=(*books.rate_problems(), *letters.problems),
        rates=books.known_rates(),
    )


def held(decided: Frame, books: Books, policy: Policy, as_of: date) -> Frame:
    """Add the holds that people set, and those of notices that stop orders."""
    by_people = books.ledger.keep(with_standing_holds(decided, books.ledger["holds"], as_of=as_of))
    return with_notice_holds(
        by_people,
        books.open_parts,
        books.ledger["notices"],
        levels=policy.dunning.levels,
        as_of=as_of,
    )


def waiting(decided: Frame, letters: Letters, books: Books, policy: Policy) -> Frame:
    """List what waits for a person."""
    return tasks(
        decided,
        letters.planned,
        books.open_parts,
        books.ledger,
        review=policy.review,
        as_of=books.as_of,
    )


History = tuple[tuple[date, Figures], ...]


def company_figures(
    books: Books, policy: Policy, as_of: date, *, taken: Taken, decided: Frame
) -> tuple[Figures, dict[str, Figures], History]:
    """Compute the figures of the whole company: at home, by currency, and month by month."""
    sums = sums_by_currency(books, taken.by_currency, as_of=as_of, windows=policy.windows)
    rates = books.known_rates()
    home = in_home(sums, rates)
    risk = risk_of(taken.by_currency, decided)
    by_currency: dict[str, Figures] = {
        currency: {
            **figures(each, as_of=as_of, windows=policy.windows),
            **risk.of(currency),
        }
        for currency, each in sorted(sums.items())
    }
    invoices = sum(each.open_invoices for each in sums.values())
    counted = {"customers": risk.owing_customers, "open_invoices": invoices, **risk.of(None)}
    if home is None:
        return counted, by_currency, ()
    whole = {**figures(home, as_of=as_of, windows=policy.windows), **counted}
    return whole, by_currency, dso_history(home, as_of=as_of)
