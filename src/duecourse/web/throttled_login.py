"""Logging in, throttled: whoever guesses passwords is kept waiting."""

import logging
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from duecourse.present.refusals import refusal_text
from duecourse.services.throttle_logins import TooManyFailures, admit, forgive
from duecourse.web.reading_language import language_in_use

LOG = logging.getLogger("duecourse.login")


class ThrottledBackend(ModelBackend):
    """Django's own way of knowing people, behind a count of failures."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> AbstractBaseUser | None:
        """Return who has this name and password, if anyone.

        Raises:
            ValidationError: too many failures; a login form shows its text by itself.
        """
        if username is None or password is None:
            return None
        address = "" if request is None else request.META.get("REMOTE_ADDR", "")
        try:
            admit(username, address, at=timezone.now())
        except TooManyFailures as refusal:
            LOG.warning("login of %r refused to %s: %s", username, address, refusal)
            text = refusal_text(refusal, language_in_use())
            raise ValidationError(text, code=refusal.code) from refusal
        user = super().authenticate(request, username=username, password=password)
        if user is not None:
            forgive(username)
        return user
