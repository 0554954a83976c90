"""Dunning: which overdue part is written to next, and why the others are not."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from duecourse.act.sent import PART, promised_parts, sent_levels
from duecourse.assess.expressions import any_of, first_of
from duecourse.ledger.columns import DTYPES, TOTAL
from duecourse.ledger.ledger import Ledger
from duecourse.policy.shapes import Dunning, DunningLevel
from duecourse.values.frames import Frame
from duecourse.values.rounding import steady

REASONS = (
    "disputed",
    "promised",
    "pending",
    "covered",
    "too-small",
    "already-sent",
    "not-yet",
)
"""Why an overdue part is left out; the first that holds is given."""
ACCOUNT = ("customer_id", "currency")
"""Cash covers what the customer owes in the same currency only."""
MONEY = DTYPES["money"]
DUNNED = (
    *PART,
    "customer_id",
    "level",
    "action",
    "days_past_due",
    "open_amount",
    "chase_amount",
    "currency",
    "late_interest",
    "letter_level",
)
LEFT_OUT = (*PART, "customer_id", "days_past_due", "reason")


def dunning(
    open_parts: Frame,
    ledger: Ledger,
    *,
    policy: Dunning,
    as_of: int,
    cash: Frame | None = None,
    interest: Frame | None = None,
) -> tuple[Frame, Frame]:
    """Plan the next step for every overdue part, one step a run.

    The next step is the lowest unsent level whose day is reached, once ``min_gap_days`` have
    passed since the last notice that was sent. A part is written to at most once a day.

    Shapes:
        open_parts: docs/architecture.md; with to_home (home currency for one unit) the least
            amount is met in the home currency, without it in the part's own
        ledger: its notices and promises are read
        cash: customer_id, currency, on_account (cash without an invoice); absent where
            open_parts carries it as negative rows
        interest: invoice_id, part, late_interest; absent: unknown
        returns: ``dunning`` and ``not_dunned``; docs/architecture.md. Every overdue part is in
            one of them, once.

    Units:
        as_of: day number

    Source: docs/algorithms/dunning.md; docs/adr/0080-dunning-readings.md.
    """
    ladder = sorted(policy.levels, key=lambda level: level.after_days)
    facts = overdue_parts(open_parts, ledger, ladder=ladder, as_of=as_of)
    judged = ledger.keep(
        facts.join(credits(open_parts, cash), on=list(ACCOUNT), how="left")
        .with_columns(step=next_step(ladder, policy.min_gap_days, as_of))
        .with_columns(**of_the_account())
        .with_columns(reason=reason_left_out(float(policy.least_amount)))
    )
    due = with_interest(judged.filter(nw.col("reason").is_null()), interest)
    return (
        with_letter_level(due, ladder).select(*DUNNED),
        judged.filter(~nw.col("reason").is_null()).select(*LEFT_OUT),
    )


def overdue_parts(
    open_parts: Frame, ledger: Ledger, *, ladder: Sequence[DunningLevel], as_of: int
) -> Frame:
    """Bring together what is known of every overdue part.

    Shapes:
        returns: the overdue rows of open_parts with chase_amount, is_promised and what was sent
    """
    owed = (nw.col("open_amount") > 0) & (nw.col("days_past_due") > 0)
    rate = nw.col("to_home") if "to_home" in open_parts.collect_schema() else nw.lit(1.0)
    late = open_parts.filter(owed, nw.col("bucket") != "unallocated").with_columns(
        nw.col("disputed_amount").fill_null(0),
        nw.col("pending_amount").fill_null(0),
        rate.alias("to_home"),
    )
    levels = [level.id for level in ladder]
    sent = sent_levels(late, ledger["notices"], levels=levels, as_of=as_of)
    promised = promised_parts(late, ledger["promises"], as_of=as_of)
    undisputed = nw.col("open_amount") - nw.col("disputed_amount")
    return (
        late.with_columns(chase_amount=(undisputed - nw.col("pending_amount")).cast(MONEY))
        .join(sent, on=list(PART), how="left")
        .join(promised, on=list(PART), how="left")
        .with_columns(nw.col("is_promised").fill_null(value=False))
    )


def credits(open_parts: Frame, cash: Frame | None) -> Frame:
    """Sum what each customer has to its good: cash without an invoice, credits, overpayments.

    Shapes:
        returns: customer_id, currency, credit (positive)
    """
    given = nw.lit(0).cast(TOTAL) - nw.col("open_amount")
    found = open_parts.filter(nw.col("open_amount") < 0).select(*ACCOUNT, credit=given.cast(TOTAL))
    if cash is not None:
        found = nw.concat([found, cash.select(*ACCOUNT, credit=nw.col("on_account").cast(TOTAL))])
    return found.group_by(*ACCOUNT).agg(nw.col("credit").sum())


def next_step(ladder: Sequence[DunningLevel], min_gap_days: int, as_of: int) -> nw.Expr:
    """Express the place on the ladder that is next, from 0; null where none is to be sent now.

    A part that was handed over is with a lawyer or an agency: nothing more is sent.
    """
    gap = max(min_gap_days, 1)
    too_soon = (as_of - nw.col("last_sent_on") < gap).fill_null(value=False)
    handed_over = any_of(
        was_sent(place) for place, level in enumerate(ladder) if level.action == "hand_over"
    )
    cases = [
        (~was_sent(place) & (nw.col("days_past_due") >= level.after_days), nw.lit(place))
        for place, level in enumerate(ladder)
    ]
    step = first_of(cases, nw.lit(None, dtype=nw.Int64))
    return nw.when(~too_soon & ~handed_over).then(step)


def was_sent(place: int) -> nw.Expr:
    """Express whether the level at this place of the ladder was sent to the part."""
    return nw.col(f"sent_{place}").fill_null(0) == 1


def of_the_account() -> dict[str, nw.Expr]:
    """Express whether the customer's own credits cover all that it is chased for.

    Chased for: the overdue parts that are not left out as disputed, promised or pending.
    """
    chased = nw.when((nw.col("chase_amount") > 0) & ~nw.col("is_promised")).then(
        nw.col("chase_amount")
    )
    covered = nw.col("credit") >= chased.sum().over(*ACCOUNT)
    return {"is_covered": covered.fill_null(value=False)}


def reason_left_out(least_amount: float) -> nw.Expr:
    """Express the first of ``REASONS`` that holds; null: to be written to.

    An amount whose rate is unknown is not called too small.
    """
    in_home = nw.col("chase_amount").cast(nw.Float64) * nw.col("to_home")
    holds = {
        "disputed": nw.col("disputed_amount") >= nw.col("open_amount"),
        "promised": nw.col("is_promised"),
        "pending": nw.col("chase_amount") <= 0,
        "covered": nw.col("is_covered"),
        "too-small": (steady(in_home) < least_amount).fill_null(value=False),
        "already-sent": nw.col("step").is_null() & ~nw.col("last_sent_on").is_null(),
        "not-yet": nw.col("step").is_null(),
    }
    cases = [(holds[name], nw.lit(name)) for name in REASONS]
    return first_of(cases, nw.lit(None, dtype=nw.String))


def with_interest(parts: Frame, interest: Frame | None) -> Frame:
    """Add the late interest of each part; unknown where none was worked out."""
    if interest is None:
        return parts.with_columns(late_interest=nw.lit(None, dtype=MONEY))
    return parts.join(interest.select(*PART, "late_interest"), on=list(PART), how="left")


def with_letter_level(parts: Frame, ladder: Sequence[DunningLevel]) -> Frame:
    """Name each row's level and action, and the level at which the customer's one letter speaks.

    Hand-overs and calls are no letters: they do not raise the letter's tone, and have none.
    """
    steps = range(len(ladder))
    letters = [place for place in steps if ladder[place].action == "letter"]
    is_letter = nw.col("step").is_in(letters)
    highest = nw.when(is_letter).then(nw.col("step")).max().over("customer_id")
    return parts.with_columns(
        level=named(nw.col("step"), [level.id for level in ladder]),
        action=named(nw.col("step"), [level.action for level in ladder]),
        letter_step=nw.when(is_letter).then(highest),
    ).with_columns(letter_level=named(nw.col("letter_step"), [level.id for level in ladder]))


def named(step: nw.Expr, names: Sequence[str]) -> nw.Expr:
    """Express the name at a place of a list; null where the place is unknown."""
    cases = [(step == place, nw.lit(name)) for place, name in enumerate(names)]
    return first_of(cases, nw.lit(None, dtype=nw.String))
