"""Sessions end: after some time without a click, and after a working day in any case.

A session whose end is near is written anew on a click, but not on each: a page that only shows
something should not write to the database.
"""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

Handler = Callable[[HttpRequest], HttpResponseBase]
LONGEST = 12 * 60 * 60
"""Seconds after which everybody logs in again."""
BEGAN, RENEWED = "began", "renewed"


def end_old_sessions(handle: Handler) -> Handler:
    """Wrap a handler: log out whose session is a working day old, renew the others."""

    def watched(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated and not still_good(request, timezone.now()):
            logout(request)
        return handle(request)

    return watched


def still_good(request: HttpRequest, now: datetime) -> bool:
    """Say whether a session may go on; renew it where a twentieth of its time has passed."""
    seconds, session = int(now.timestamp()), request.session
    if RENEWED not in session or seconds - session[RENEWED] > settings.SESSION_COOKIE_AGE / 20:
        session[RENEWED] = seconds
    return seconds - session.setdefault(BEGAN, seconds) < LONGEST
