"""Keeping guesses of passwords slow: a few failures by name or by address, then a wait."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from duecourse.store.login_attempts import LoginAttempt
from duecourse.values.refusals import Refusal

WINDOW = timedelta(minutes=15)
FOR_A_NAME = 5
FOR_AN_ADDRESS = 20
"""An office may share one address, so it has more."""
LONGEST_NAME = 254


class TooManyFailures(Refusal):
    """Too many failures lately; ``minutes`` says after how many to try again."""


def admit(name: str, address: str, *, at: datetime) -> None:
    """Count an attempt before its password is looked at, so that many at once gain nothing.

    Each attempt is written first and counted afterwards: of any number that run side by side, no
    more than the bound see a count within it.

    Raises:
        TooManyFailures: this one is not counted, so that trying does not lengthen the wait.
    """
    LoginAttempt.objects.filter(at__lte=at - WINDOW).delete()
    kept = as_kept(name)
    mine = LoginAttempt.objects.create(name=kept, address=address, at=at)
    bounds = [(LoginAttempt.objects.filter(name=kept), FOR_A_NAME)]
    if address:
        bounds.append((LoginAttempt.objects.filter(address=address), FOR_AN_ADDRESS))
    waits = [wait_of(attempts, bound, at) for attempts, bound in bounds]
    if any(waits):
        mine.delete()
        minutes = max(waits)
        says = f"Too many attempts to log in failed. Try again in {minutes} minutes."
        raise TooManyFailures(says, "too-many-failures", minutes=minutes)


def wait_of(attempts: QuerySet[LoginAttempt], bound: int, at: datetime) -> int:
    """Return the minutes until one more may be tried; none where the bound is not passed."""
    times = list(attempts.order_by("-at", "-id").values_list("at", flat=True)[: bound + 1])
    if len(times) <= bound:
        return 0
    left = times[bound] + WINDOW - at
    return max(1, -(-int(left.total_seconds()) // 60))


def forgive(name: str) -> None:
    """Forget the failures of a name that has logged in; those of its address stay."""
    LoginAttempt.objects.filter(name=as_kept(name)).delete()


def as_kept(name: str) -> str:
    """Write a name as it is counted: the same in any case, and no longer than a name may be."""
    return name.casefold()[:LONGEST_NAME]
