"""``duecourse daily``: what is to be done every day, in stages that can be taken up again."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duecourse.cli.languages import Lang
from duecourse.cli.refusing import day_named, print_problems, refuse
from duecourse.cli.starting import ready
from duecourse.present.wording import texts_of
from duecourse.values.money import Money
from duecourse.values.problems import Problem, to_mend
from duecourse.values.refusals import Refusal
from duecourse.values.says import Language

if TYPE_CHECKING:
    from duecourse.store.positions import PositionDay

DONE_WITH_PROBLEMS = 2
MOST_CAUGHT_UP = 7
"""Days without a position that a run catches up after downtime."""
Say = Callable[..., str]


def daily(
    as_of: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day. [default: today]")
    ] = None,
    lang: Annotated[Lang, typer.Option(help="Language of what is said.")] = Lang.ZH,
) -> None:
    """Do what is to be done every day; a run that was cut short goes on where it stopped.

    Exit codes: 0 clean, 2 done with problems, 1 failed.
    """
    language: Language = lang.value
    named = day_named(as_of, language) if as_of else None
    ready(language)
    try:
        taken = run_stages(named or date.today(), speaker(language))
    except Refusal as refusal:
        refuse(refusal, language)
    problems = to_mend(Problem(**found) for found in taken.problems)
    print_problems(problems, language)
    raise typer.Exit(DONE_WITH_PROBLEMS if problems else 0)


def speaker(language: Language) -> Say:
    """Return what words this verb in a language, from wording/daily.toml."""
    texts = texts_of("daily")
    return lambda key, **blanks: texts[f"daily.{key}"].in_language(language).format(**blanks)


def run_stages(as_of: date, say: Say) -> "PositionDay":
    """Run the stages of a day that are not finished; all of them where all are.

    Each is one transaction that notes with its own work that it is finished.
    """
    from duecourse.store.daily_runs import finished_stages
    from duecourse.store.positions import PositionDay

    finished = finished_stages(as_of)
    left = remaining(finished)
    if len(left) < len(STAGES):
        typer.echo(say("resumed", stages=", ".join(name for name in STAGES if name not in left)))
    for name in left:
        STAGES[name](as_of, name, say)
    return PositionDay.objects.get(as_of=as_of)


def remaining(finished: Collection[str]) -> list[str]:
    """Name the stages to run, in their order.

    >>> remaining({"drop", "policy", "position"})
    ['promises', 'letters']
    >>> remaining(set(STAGES)) == list(STAGES)
    True
    """
    return [name for name in STAGES if name not in finished] or list(STAGES)


def drop_stage(as_of: date, stage: str, say: Say) -> None:
    """Import what lies in the drop folder."""
    from duecourse.services.import_drop_folder import import_drop_folder

    for entry in import_drop_folder(as_of, stage):
        typer.echo(say("dropped", name=entry.name, became=say(f"became.{entry.became}")))


def policy_stage(as_of: date, stage: str, say: Say) -> None:
    """Install a preset where no policy was ever published."""
    from duecourse.services.publish_policy import begin_with_preset
    from duecourse.store.policy_in_force import policy_of

    installed = begin_with_preset(as_of, stage=stage)
    if installed is not None:
        currency = policy_of(installed).currency
        typer.echo(say("installed", currency=currency, number=installed.number))


def position_stage(as_of: date, stage: str, say: Say) -> None:
    """Take the position of the day, and tell what it shows."""
    from duecourse.services.refresh_account import refresh_decided_since
    from duecourse.services.take_position import take_position

    for missing in to_catch_up(as_of, say):
        typer.echo(say("caught", as_of=missing.isoformat()))
        take_position(missing, stage=stage)
    day = take_position(as_of, stage=stage)
    refresh_decided_since(day)
    for sentence in sentences(day, say):
        typer.echo(sentence)


def to_catch_up(as_of: date, say: Say) -> list[date]:
    """List the days since the last position that have none, oldest first, the latest of them.

    Nothing is written to anybody about these days: letters are those of the latest day alone.
    """
    from duecourse.store.positions import latest_day

    last = latest_day()
    if last is None:
        return []
    missing = [last.as_of + timedelta(days) for days in range(1, (as_of - last.as_of).days)]
    left_out = missing[:-MOST_CAUGHT_UP]
    if left_out:
        first, until = left_out[0].isoformat(), left_out[-1].isoformat()
        typer.echo(say("left_out", first=first, last=until))
    return missing[-MOST_CAUGHT_UP:]


def promises_stage(as_of: date, stage: str, say: Say) -> None:
    """Close the promises that were kept."""
    from duecourse.services.close_kept_promises import close_kept_promises

    closed = close_kept_promises(as_of, stage=stage)
    if closed:
        typer.echo(say("kept", count=closed))


def letters_stage(as_of: date, stage: str, say: Say) -> None:
    """Draft the letters of the day; what goes, and when, people say."""
    from duecourse.services.draft_letters import draft_letters

    drafted = draft_letters(as_of, stage=stage)
    if drafted.history:
        typer.echo(say("history", as_of=as_of.isoformat()))
        return
    typer.echo(say("letters", drafts=drafted.drafts - drafted.queued, queued=drafted.queued))
    if drafted.taken_over:
        typer.echo(say("taken", count=drafted.taken_over))


STAGES: Mapping[str, Callable[[date, str, Say], None]] = {
    "drop": drop_stage,
    "policy": policy_stage,
    "position": position_stage,
    "promises": promises_stage,
    "letters": letters_stage,
}
"""In the order in which they run; alerts, reviews due and tasks are part of the position."""


def sentences(day: "PositionDay", say: Say) -> list[str]:
    """Tell what a position shows; plans are those of the latest day alone."""
    from duecourse.store.positions import (
        PositionAlert,
        PositionCustomer,
        PositionDunning,
        PositionTask,
        latest_day,
    )

    late = PositionCustomer.objects.filter(day=day, overdue_amount__gt=0).count()
    told = [
        say(
            "position",
            as_of=day.as_of.isoformat(),
            customers=day.customers,
            open=total(day, "receivable"),
            overdue=total(day, "overdue_amount"),
            late=late,
        )
    ]
    if latest_day() == day:
        letters = PositionDunning.objects.filter(day=day, action="letter")
        told.append(
            say(
                "plans",
                alerts=PositionAlert.objects.filter(day=day).count(),
                letters=letters.values("customer_id").distinct().count(),
                tasks=PositionTask.objects.filter(day=day).count(),
            )
        )
    return [*told, say("problems", count=len(day.problems))] if day.problems else told


def total(day: "PositionDay", figure: str) -> str:
    """Write a sum of the company at home, else in each currency where a rate is unknown."""
    figures: Mapping[str, Any] = day.figures
    if figures.get(figure) is not None:
        return str(Money(Decimal(figures[figure]), day.home_currency))
    each = [
        str(Money(Decimal(found[figure]), currency))
        for currency, found in sorted(day.by_currency.items())
        if found.get(figure) is not None
    ]
    return " + ".join(each) or str(Money(Decimal(0), day.home_currency))
