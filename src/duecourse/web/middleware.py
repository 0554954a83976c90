"""What every answer has in common: its language, and what a browser may do with it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from duecourse.values.says import LANGUAGES, Language
from duecourse.web.reading_language import language_asked_for

Answer = Callable[[HttpRequest], HttpResponse]
COOKIE = "duecourse_language"
OF_DJANGO: dict[Language, str] = {"zh": "zh-hans", "en": "en"}
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No inline script or style, nothing from elsewhere."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Headers:
    """Say to the browser what a page may load and do; a view that says otherwise is left alone."""

    def __init__(self, answer: Answer) -> None:
        """Take what answers next."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers that a view has not set itself."""
        response = self.answer(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class LanguageOfUser:
    """Answer in the language of who asks: the person's own, else the cookie's, else Chinese."""

    def __init__(self, answer: Answer) -> None:
        """Take what answers next."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the language before the page is made."""
        request.language = language_of(request)
        with translation.override(OF_DJANGO[request.language]):
            return self.answer(request)


def language_of(request: HttpRequest) -> Language:
    """Find the language of who asks."""
    if request.user.is_authenticated:
        told = request.user.language
    else:
        told = request.COOKIES.get(COOKIE, "")
    return told if told in LANGUAGES else language_asked_for(request)
