"""What a draft of the policy would change today: asked for, worked out, kept with its grounds."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils import timezone

from duecourse.engines.choosing import engine_in_memory, ledger_in
from duecourse.pipeline.effect import BESIDE, COMPARED, Tally, moved, tally
from duecourse.pipeline.run import run
from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policy.reading import read_policy
from duecourse.services.rights import Right, must
from duecourse.store.frames import facts_as_arrow
from duecourse.store.json_text import json_rows
from duecourse.store.people import User
from duecourse.store.policy_effects import (
    EffectState,
    PolicyEffect,
    PolicyEffectCustomer,
    digest_of,
    last_event_of_facts,
)
from duecourse.store.policy_in_force import judging_version, policy_in, policy_of
from duecourse.store.policy_versions import PolicyVersion
from duecourse.store.writing import write_rows
from duecourse.values.refusals import Refusal

STEPS = 2 * 7 + 2
"""Stages of both runs, the reading before and the keeping after them."""
ALONE = ("customer_id", "name", "currency", "change", "recommended_change", "size")
Begin = Callable[[PolicyEffect], object]
AT_WORK = (EffectState.WAITING, EffectState.RUNNING)


class NothingToPreview(Refusal, ValueError):
    """A text that is no valid policy judges nobody."""


class EffectGone(Refusal, LookupError):
    """The job is done, or another was asked for since."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two positions compared, ready to be kept."""

    customers: pa.Table
    was: Tally
    becomes: Tally
    home_currency: str


@transaction.atomic
def ask_effect(
    version: PolicyVersion, user: User | None, as_of: date, begin: Begin
) -> PolicyEffect:
    """Return the effect of a version on a day where it is known, else begin to work it out.

    Raises:
        MayNot: the user's role does not look at drafts.
        NothingToPreview: the text is no valid policy.
        NoPolicyInForce: there is nothing to compare it with.
    """
    must(user, Right.POLICY_DRAFTS)
    locked = PolicyVersion.objects.select_for_update().get(pk=version.pk)
    policy, problems = read_policy(locked.text, measures=VOCABULARY)
    if policy is None:
        says = f"Version {locked.number} has {len(problems)} problems; mend them first."
        raise NothingToPreview(
            says, "draft-has-problems", number=locked.number, problems=len(problems)
        )
    give_up_silent(locked)
    known = effect_as_it_is(locked, as_of)
    if known is not None and known.state != EffectState.FAILED:
        return known
    PolicyEffect.objects.filter(draft=locked, state__in=AT_WORK).update(state=EffectState.FAILED)
    effect = PolicyEffect.objects.create(
        draft=locked,
        in_force=judging_version(),
        digest=digest_of(locked.text),
        as_of=as_of,
        facts=last_event_of_facts(),
        started_by=user,
    )
    transaction.on_commit(lambda: begin(effect))
    return effect


def preview_now(version: PolicyVersion, as_of: date) -> PolicyEffect:
    """Work out the effect of a version at once, for whoever runs the system; known, it is read.

    Raises:
        NothingToPreview, NoPolicyInForce: as when it is asked for.
        EffectGone: another process is at it.
    """
    found = ask_effect(version, None, as_of, lambda _: None)
    return found if found.state == EffectState.DONE else work_out_effect(found.pk)


def give_up_silent(version: PolicyVersion) -> None:
    """Mark as failed what has not been heard of for too long."""
    for effect in PolicyEffect.objects.filter(draft=version, state__in=AT_WORK):
        if effect.fell_silent(timezone.now()):
            PolicyEffect.objects.filter(pk=effect.pk).update(state=EffectState.FAILED)


def effect_as_it_is(version: PolicyVersion, as_of: date) -> PolicyEffect | None:
    """Return the effect that rests on the text, the policy, the day and the facts of now."""
    return PolicyEffect.objects.filter(
        draft=version,
        in_force=judging_version(),
        digest=digest_of(version.text),
        as_of=as_of,
        facts=last_event_of_facts(),
    ).first()


def work_out_effect(number: int) -> PolicyEffect:
    """Work out an effect that was asked for, and keep it; whatever fails is noted with it.

    Raises:
        EffectGone: it is at work already, done, or not wanted any more.
    """
    begun = PolicyEffect.objects.filter(pk=number, state=EffectState.WAITING)
    if not begun.update(state=EffectState.RUNNING, heard_at=timezone.now()):
        raise EffectGone(f"Nobody waits for preview {number}.", "effect-gone", number=number)
    effect = PolicyEffect.objects.select_related("draft", "in_force").get(pk=number)
    try:
        kept(effect, compared(effect))
    except Exception as error:
        PolicyEffect.objects.filter(pk=number).update(
            state=EffectState.FAILED, why=type(error).__name__
        )
        raise
    effect.refresh_from_db()
    return effect


def compared(effect: PolicyEffect) -> Compared:
    """Judge the facts by both policies and compare."""
    tell = teller(effect)
    tell("facts")
    engine = engine_in_memory()
    try:
        ledger = ledger_in(engine, facts_as_arrow())
        before = run(ledger, policy_of(effect.in_force), effect.as_of, progress=tell)
        after = run(ledger, policy_in(effect.draft.text), effect.as_of, progress=tell)
        tell("comparing")
        return Compared(
            customers=engine.arrow(moved(before, after)),
            was=tally(before),
            becomes=tally(after),
            home_currency=after.home_currency,
        )
    finally:
        engine.close()


def teller(effect: PolicyEffect) -> Callable[[str], None]:
    """Note each stage with the effect, so that a page can tell how far it is."""
    steps = 0

    def tell(stage: str) -> None:
        nonlocal steps
        steps += 1
        PolicyEffect.objects.filter(pk=effect.pk).update(
            stage=stage, steps=steps, heard_at=timezone.now()
        )

    return tell


@transaction.atomic
def kept(effect: PolicyEffect, found: Compared) -> None:
    """Keep what was found, unless it was given up meanwhile; earlier effects of the draft go."""
    running = PolicyEffect.objects.filter(pk=effect.pk, state=EffectState.RUNNING)
    if not running.update(
        state=EffectState.DONE,
        stage="",
        steps=STEPS,
        digest=digest_of(effect.draft.text),
        home_currency=found.home_currency,
        was=plain(asdict(found.was)),
        becomes=plain(asdict(found.becomes)),
        changed=found.customers.num_rows,
    ):
        return
    PolicyEffect.objects.filter(draft=effect.draft, pk__lt=effect.pk).delete()
    write_rows(PolicyEffectCustomer, rows_of(found.customers), effect_id=effect.pk)


def rows_of(customers: pa.Table) -> pa.Table:
    """Put what a customer was and becomes into a JSON each."""
    table = customers.sort_by("customer_id").combine_chunks()
    sides = {
        told: json_rows(
            table.select([f"{side}_{name}" for name in (*COMPARED, *BESIDE)]).rename_columns(
                [*COMPARED, *BESIDE]
            )
        )
        for side, told in (("was", "was"), ("now", "becomes"))
    }
    alone = table.select([*ALONE, "criterion", "criterion_cost"])
    for name, column in sides.items():
        alone = alone.append_column(name, column)
    return alone


def plain(value: Any) -> Any:
    """Write a tally for JSON: amounts as texts, counts as numbers."""
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    return format(value, "f") if isinstance(value, Decimal) else value
