"""Requests that are too large are refused before anything of them is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from duecourse.present.wording import texts_of
from duecourse.web.reading_language import language_in_use

Handler = Callable[[HttpRequest], HttpResponseBase]
TOO_LARGE = 413
MEGABYTE = 1024 * 1024


def limit_uploads(handle: Handler) -> Handler:
    """Wrap a handler: refuse what says that it is longer than ``UPLOAD_LIMIT``.

    A request that does not say how long it is has no body as far as Django reads it.
    """

    def limited(request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.UPLOAD_LIMIT:
            return too_large()
        return handle(request)

    return limited


def too_large() -> HttpResponse:
    """Say how large a request may be."""
    says = texts_of("operate")["too-large"].in_language(language_in_use())
    text = says.format(limit=settings.UPLOAD_LIMIT // MEGABYTE)
    return HttpResponse(text, status=TOO_LARGE, content_type="text/plain; charset=utf-8")
