"""What the interface says of the policy: versions, findings, effects, as programs read them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from duecourse.policy.checking import Checked
from duecourse.present.problems import sentences
from duecourse.services.preview_policy import STEPS
from duecourse.store.people import User
from duecourse.store.policy_effects import PolicyEffect, PolicyEffectCustomer
from duecourse.store.policy_versions import PolicyVersion
from duecourse.values.problems import Problem
from duecourse.web.api.policy_schemas import (
    CaseOut,
    CheckOut,
    EffectCustomerOut,
    EffectOut,
    FoundOut,
    TextOut,
    VersionOut,
)
from duecourse.web.api.problems import language_of


def version_out(one: PolicyVersion) -> VersionOut:
    """Write a version without its text."""
    return VersionOut(**facts_of(one))


def text_out(one: PolicyVersion) -> TextOut:
    """Write a version with its text."""
    return TextOut(**facts_of(one), text=one.text, cases=one.cases)


def facts_of(one: PolicyVersion) -> dict[str, Any]:
    """Gather what is told of every version."""
    return {
        "number": one.number,
        "state": one.state,
        "revision": one.revision,
        "made_by": name_of(one.made_by),
        "made_at": one.made_at,
        "asked_by": name_of(one.asked_by),
        "approved_by": name_of(one.approved_by),
        "published_at": one.published_at,
        "problems": len(one.problems),
    }


def name_of(user: User | None) -> str | None:
    """Name a person."""
    return None if user is None else str(user.username)


def check_out(checked: Checked, request: HttpRequest) -> CheckOut:
    """Write what was found, in the language of the token's user."""
    language = language_of(request)

    def found(problems: Sequence[Problem]) -> list[FoundOut]:
        told = [(one, *sentences(one, language)) for one in problems]
        return [
            FoundOut(code=one.code, line=one.row, column=one.column, says=so, mend=to_do)
            for one, so, to_do in told
        ]

    return CheckOut(
        fit=checked.fit_to_publish,
        problems=found(checked.problems),
        doubts=found(checked.doubts),
        case_problems=found(checked.case_problems),
        cases=len(checked.outcomes),
        failed=[
            CaseOut(
                says=one.case.says.in_language(language),
                line=one.case.row,
                expect=list(one.case.expect),
                got=list(one.got),
            )
            for one in checked.failed
        ],
    )


def effect_out(known: PolicyEffect, rows: Sequence[PolicyEffectCustomer]) -> EffectOut:
    """Write an effect as far as it is."""
    return EffectOut(
        draft=known.draft.number,
        in_force=known.in_force.number,
        as_of=known.as_of,
        state=known.state,
        stage=known.stage,
        steps=known.steps,
        of_steps=STEPS,
        home_currency=known.home_currency,
        was=known.was,
        becomes=known.becomes,
        changed=known.changed,
        customers=[customer_out(row) for row in rows],
    )


def customer_out(row: PolicyEffectCustomer) -> EffectCustomerOut:
    """Write what changes for a customer."""
    return EffectCustomerOut(
        customer_id=row.customer_id,
        name=row.name,
        currency=row.currency,
        change=amount(row.change),
        recommended_change=amount(row.recommended_change),
        criterion=row.criterion,
        was=row.was,
        becomes=row.becomes,
    )


def amount(value: Decimal | None) -> str | None:
    """Write an amount, which may be negative."""
    return None if value is None else f"{value:.4f}"
