"""``duecourse policy effect``: what a draft of the policy would change today."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from duecourse.cli.languages import Lang
from duecourse.cli.refusing import day_named, refuse
from duecourse.cli.starting import ready
from duecourse.present.wording import texts_of
from duecourse.values.refusals import Refusal
from duecourse.values.says import Language

if TYPE_CHECKING:
    from duecourse.store.policy_effects import PolicyEffect


def effect(
    number: Annotated[int, typer.Argument(help="The number of the draft.")],
    as_of: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="The day. [default: of the latest position]"),
    ] = None,
    job: Annotated[int | None, typer.Option(hidden=True)] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of what is said.")] = Lang.ZH,
) -> None:
    """Work out what a draft in the database would change, beside the version in force.

    Exit codes: 0 worked out, 1 failed.
    """
    language: Language = lang.value
    ready(language)
    try:
        found = worked_out(number, as_of, job, language)
    except Refusal as refusal:
        refuse(refusal, language)
    typer.echo(summary(found, language))


def worked_out(
    number: int, as_of: str | None, job: int | None, language: Language
) -> "PolicyEffect":
    """Work out the effect that a page asked for, else that of a draft on a day."""
    from duecourse.services.preview_policy import preview_now, work_out_effect
    from duecourse.store.policy_drafts import version_numbered
    from duecourse.store.positions import latest_day

    if job is not None:
        return work_out_effect(job)
    latest = latest_day()
    day = day_named(as_of, language) if as_of else latest.as_of if latest else date.today()
    return preview_now(version_numbered(number), day)


def summary(found: "PolicyEffect", language: Language) -> str:
    """Say in one sentence what a draft would change."""
    says = texts_of("policy_command")["effect"].in_language(language)
    return says.format(
        number=found.draft.number,
        old=found.in_force.number,
        as_of=found.as_of.isoformat(),
        customers=found.becomes["customers"],
        changed=found.changed,
        over=found.was["over"],
        over_now=found.becomes["over"],
        held=found.was["held"],
        held_now=found.becomes["held"],
    )
