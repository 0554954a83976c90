"""A statement of account, or a balance to be confirmed (对账函): a draft of this moment."""

from datetime import date

from django.db import transaction

from duecourse.engines.in_memory import worked_out
from duecourse.present.shipped_letters import KINDS, letter_language
from duecourse.services.rights import Right, must
from duecourse.store.audit import AuditEvent
from duecourse.store.chasing_facts import customer_seen
from duecourse.store.facts_about import facts_about
from duecourse.store.letter_making import account_of, company_of, facts_of, worded
from duecourse.store.letter_templates import held_templates
from duecourse.store.outbox import Channel, Letter
from duecourse.store.people import User
from duecourse.store.policy_in_force import judging_version, policy_of
from duecourse.values.refusals import Refusal


class NoSuchKind(Refusal, ValueError):
    """No letter of that kind is written on demand."""


def draft_statement(
    customer_id: str, kind: str, user: User | None, *, on: date, language: str | None = None
) -> Letter:
    """Draft a statement of account or a balance confirmation from the facts of this moment.

    ``kind`` is ``statement`` or ``balance-confirmation``; the language is the customer's, unless
    told.

    Raises:
        MayNot: the role writes no letters.
        NotToBeChased: there is no such customer, or it is another salesperson's.
        NoSuchKind: another kind of letter.
        NoPolicyInForce: no policy is published.
    """
    must(user, Right.WRITE_LETTERS)
    if kind not in KINDS:
        raise NoSuchKind(f"There is no letter named {kind}.", "no-purpose", purpose=kind)
    told = customer_seen(customer_id, user)
    version = judging_version()
    policy = policy_of(version)
    frames = worked_out(facts_about(customer_id), policy, on, [customer_id])
    with transaction.atomic():
        event = AuditEvent.objects.create(
            action="letter.drafted",
            subject=kind,
            customer_id=customer_id,
            user=user,
            policy_version=version,
        )
        letter = Letter(
            customer_id=customer_id,
            customer_name=told.name or customer_id,
            salesperson=told.salesperson,
            kind=kind,
            language=language or letter_language(told.language, told.country),
            channel=Channel.EMAIL if told.email else Channel.PRINT,
            address=told.email or "",
            account=account_of(frames, customer_id),
            as_of=on,
            made_by=user,
            event=event,
            policy_version=version,
        )
        facts = facts_of(letter, [], company=company_of(policy, letter))
        worded(letter, facts, policy, held_templates())
        letter.save()
    return letter
