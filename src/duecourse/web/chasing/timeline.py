"""Chasing in a customer's history: letters, calls, and the duties that come."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from duecourse.present.wording import Words, words
from duecourse.services.customer_position import CustomerPosition
from duecourse.store.call_notes import CallNote
from duecourse.store.outbox import Letter, LetterState
from duecourse.values.says import Language
from duecourse.web.chasing.on_customer import Chased
from duecourse.web.customer_history import Event

NOT_GONE = ("withheld", "withdrawn", "failed", "bounced")
"""Letters that reached nobody; they stand greyed, with their reason."""


def why_in_words(letter: Letter, word: Words) -> str:
    """Word why a letter did not go; several reasons are joined."""
    reasons = [word.known(f"letter.why.{code}", code) for code in letter.why.split()]
    return word("word.comma").join(reasons)


def level_of(letter: Letter, levels: Mapping[str, str], word: Words) -> str:
    """Name a letter by its level, or by its kind."""
    if letter.level:
        return levels.get(letter.level, letter.level)
    return word(f"letter.kind.{letter.kind}")


def letter_events(
    letters: Sequence[Letter], levels: Mapping[str, str], word: Words
) -> Iterator[Event]:
    """Tell of letters that went or did not; drafts are no history."""
    for one in letters:
        if one.state in (LetterState.DRAFT, LetterState.QUEUED, LetterState.SENDING):
            continue
        on = timezone.localtime(one.sent_at).date() if one.sent_at else one.as_of
        state = word(f"letter.state.{one.state}")
        says = word("web.history.letter", level=level_of(one, levels, word), state=state)
        more = why_in_words(one, word) or word(f"letter.channel.{one.channel}")
        css = "skipped" if one.state in NOT_GONE else "done" if one.state == "sent" else "watch"
        yield Event(on, says, more, css)


def note_events(notes: Sequence[CallNote], word: Words) -> Iterator[Event]:
    """Tell of calls: with whom, by whom, what was said."""
    for one in notes:
        by = one.spoken_by.get_username() if one.spoken_by else ""
        with_whom = word("web.history.call_with", contact=one.contact) if one.contact else ""
        says = with_whom or word("web.history.call")
        yield Event(one.spoken_on, says, word("word.colon").join(filter(None, (by, one.text))))


def skipped_events(left_out: Sequence[Any], as_of: date, word: Words) -> Iterator[Event]:
    """Tell once for each reason why overdue invoices are not written to today."""
    by_reason: dict[str, list[str]] = {}
    for one in left_out:
        by_reason.setdefault(one.reason, []).append(one.invoice_id)
    for reason, invoices in by_reason.items():
        named = word("word.comma").join(dict.fromkeys(invoices))
        why = word.known(f"not_dunned.{reason}", reason)
        yield Event(as_of, word("web.history.skipped", invoices=named), why, "skipped")


def chased_events(fresh: CustomerPosition, chased: Chased, language: Language) -> Iterator[Event]:
    """Tell of letters and calls, and why an overdue invoice is not written to today."""
    word = words(language)
    levels = {x.id: x.says.in_language(language) for x in fresh.policy.dunning.levels}
    yield from letter_events(chased.letters, levels, word)
    yield from note_events(chased.calls, word)
    yield from skipped_events(fresh.left_out, fresh.as_of, word)


def coming_events(
    facts: Mapping[str, Sequence[Any]], chased: Chased, as_of: date, language: Language
) -> list[Event]:
    """List what is still to come: promised days, the next contact, the end of a pause."""
    word = words(language)
    found = [
        Event(one.until_on, word("web.history.promised", invoice=one.invoice_id), css="next")
        for one in facts["promises"]
        if one.closed_on is None and one.until_on >= as_of
    ]
    last = next(iter(chased.calls), None)
    if last is not None and last.next_contact_on and last.next_contact_on >= as_of:
        says = word("web.history.next_contact")
        found.append(Event(last.next_contact_on, says, last.contact, "next"))
    if chased.pause is not None:
        says = word("web.history.pause_ends")
        found.append(Event(chased.pause.until_on, says, chased.pause.reason, "next"))
    return sorted(found, key=lambda event: event.on)
