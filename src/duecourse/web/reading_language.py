"""In which language to answer: what a browser asks for, and what was chosen for the request."""

from django.http import HttpRequest
from django.utils.translation import get_language

from duecourse.values.says import Language


def language_asked_for(request: HttpRequest | None) -> Language:
    """Read the first language that a browser asks for; of ours, Chinese unless it says English."""
    asked = "" if request is None else request.headers.get("Accept-Language", "")
    return "en" if asked.strip().lower().startswith("en") else "zh"


def language_in_use() -> Language:
    """Return the language that the middleware chose for the request; outside of one, English."""
    return "zh" if (get_language() or "").startswith("zh") else "en"
