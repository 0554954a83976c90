"""One customer's history: what was done, sent, promised and paid, newest first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Q
from django.utils import timezone

from duecourse.policy.shapes import Policy
from duecourse.present.numbers import amount
from duecourse.present.wording import Words, words
from duecourse.store.audit import AuditEvent
from duecourse.store.positions import PositionCustomer
from duecourse.values.says import Language
from duecourse.web.customer_facts import paid_days

MOST = 24
DAYS = 400
TOLD_BY_FACTS = ("promise.", "dispute.", "call-note.", "letter.")
"""How actions begin that the facts they wrote tell by themselves, unless they were undone."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history; ``css`` is the mark before it."""

    on: date
    says: str
    more: str = ""
    css: str = ""


def past_days(customer_id: str) -> list[PositionCustomer]:
    """Return the customer on each day that is kept, the oldest first."""
    rows = PositionCustomer.objects.filter(customer_id=customer_id).select_related("day")
    only = ("grade", "score", "status", "days_beyond_terms", "effective_limit", "day__as_of")
    return list(reversed(rows.only(*only).order_by("-day__as_of")[:DAYS]))


def events_of(customer_id: str) -> list[AuditEvent]:
    """Return what people and the system did about a customer."""
    events = AuditEvent.objects.filter(customer_id=customer_id).select_related("user")
    for start in TOLD_BY_FACTS:
        events = events.exclude(Q(action__startswith=start) & ~Q(action__endswith=".undone"))
    return list(events.order_by("-id")[:MOST])


@dataclass(frozen=True, slots=True)
class Teller:
    """Words the history in one language."""

    policy: Policy
    language: Language

    @property
    def word(self) -> Words:
        """Return the wordings."""
        return words(self.language)

    def history(
        self,
        days: Sequence[PositionCustomer],
        facts: dict[str, list[Any]],
        done: Sequence[Any],
        more: Iterable[Event] = (),
    ) -> list[Event]:
        """Put everything that happened into one order, the newest first."""
        found = [
            *self.grades(days),
            *self.notices(facts["notices"]),
            *self.promises(facts["promises"]),
            *self.disputes(facts["disputes"]),
            *self.payments(facts["payments"]),
            *self.deeds(done),
            *more,
        ]
        return sorted(found, key=lambda event: event.on, reverse=True)[:MOST]

    def grades(self, days: Sequence[PositionCustomer]) -> Iterator[Event]:
        """Tell of every change of grade or status."""
        for before, after in pairwise(days):
            if before.grade != after.grade:
                told = {"before": before.grade or "–", "after": after.grade or "–"}
                says = self.word("web.history.grade", **told)
                worse = (after.grade or "") > (before.grade or "")
                yield Event(after.day.as_of, says, css="watch" if worse else "done")
            if before.status != after.status:
                status = self.word.known(f"status.{after.status}", after.status)
                says = self.word("web.history.status", status=status)
                yield Event(after.day.as_of, says, css="" if after.status == "active" else "watch")

    def notices(self, notices: Sequence[Any]) -> Iterator[Event]:
        """Tell of letters, those that failed too."""
        levels = {x.id: x.says.in_language(self.language) for x in self.policy.dunning.levels}
        for one in notices:
            level = levels.get(one.level, one.level)
            failed = one.status == "failed"
            key = "web.history.notice_failed" if failed else "web.history.notice"
            says = self.word(key, level=level, invoice=one.invoice_id)
            yield Event(one.sent_on, says, one.channel or "", "skipped" if failed else "done")

    def promises(self, promises: Sequence[Any]) -> Iterator[Event]:
        """Tell of promises."""
        for one in promises:
            until = self.word("web.history.until", day=one.until_on.isoformat())
            yield Event(
                one.promised_on, self.word("web.history.promise", invoice=one.invoice_id), until
            )
            if one.closed_on:
                ended = one.recorded.details.get("outcome", "closed")
                says = self.word(f"web.history.promise_{ended}", invoice=one.invoice_id)
                css = "done" if ended in ("kept", "closed") else "watch"
                yield Event(one.closed_on, says, one.recorded.reason, css)

    def disputes(self, disputes: Sequence[Any]) -> Iterator[Event]:
        """Tell of disputes, opened and closed."""
        for one in disputes:
            told = {"invoice": one.invoice_id}
            says = self.word("web.history.dispute", **told)
            yield Event(one.opened_on, says, one.reason or "", "watch")
            if one.closed_on:
                says = self.word("web.history.dispute_closed", **told)
                ended = self.word.known(f"web.dispute.{one.outcome}", one.outcome or "")
                yield Event(one.closed_on, says, ended, "done")

    def payments(self, payments: Sequence[Any]) -> Iterator[Event]:
        """Tell of money that came, one line a day."""
        for on, currency, total, count in paid_days(payments):
            told = f"{amount(total, currency, self.language)} {currency}"
            more = self.word("web.history.payments", count=count) if count > 1 else ""
            yield Event(on, self.word("web.history.paid", amount=told), more, "done")

    def deeds(self, events: Sequence[AuditEvent]) -> Iterator[Event]:
        """Tell of what was done here, by whom and why."""
        for one in events:
            says = self.word.known(f"web.deed.{one.action}", one.action)
            by = one.user.get_username() if one.user else self.word("web.history.system")
            more = self.word("word.comma").join(filter(None, (by, one.reason)))
            yield Event(timezone.localtime(one.at).date(), says, more)
