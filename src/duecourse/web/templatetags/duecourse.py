"""Tags that write numbers, days, money and grades in the language of who reads."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from duecourse.present import numbers
from duecourse.present.terms_text import terms_in_words
from duecourse.present.wording import Words, words
from duecourse.services.rights import Right, may
from duecourse.store.people import User
from duecourse.values.says import Language
from duecourse.web import drawing

register = template.Library()
ABSENT = (None, "")
"""What is not known; a template writes what is not there as nothing."""
DRIFT = 5.0
"""Days by which a customer pays later or earlier before an arrow says so."""
TONES = {
    "status": {"hold": "act", "prepay": "watch", "active": "fine"},
    "severity": {"high": "act", "medium": "watch"},
    "stage": {"observation": "watch"},
}
"""How loudly a code is set: ``act`` is for what somebody must do now."""


def language_of(context: Context) -> Language:
    """Return the language of who reads."""
    return context["request"].language


def word_of(context: Context) -> Words:
    """Return the wordings in the language of who reads."""
    return words(language_of(context))


def unknown(context: Context) -> SafeString:
    """Write the word for what is not known."""
    return format_html('<span class="unknown">{}</span>', word_of(context)("word.unknown"))


@register.filter
def may_see(user: User, right: str) -> bool:
    """Say whether a person has a right; a link that leads nowhere for them is not shown."""
    return may(user, Right(right))


@register.simple_tag(takes_context=True)
def t(context: Context, key: str, **blanks: object) -> str:
    """Write a wording of the pages."""
    return word_of(context)(f"web.{key}", **blanks)


@register.simple_tag(takes_context=True)
def listed(context: Context, texts: Sequence[str]) -> str:
    """Join short sentences as the language does."""
    return word_of(context)("word.and").join(texts)


@register.simple_tag(takes_context=True)
def named(context: Context, what: str, whom: str) -> str:
    """Name what is to be done and with whom."""
    return f"{what}{word_of(context)('word.colon')}{whom}"


@register.simple_tag(takes_context=True)
def label(context: Context, group: str, code: str | None) -> str | SafeString:
    """Write the word for a code; the code where it has none."""
    if code in ABSENT:
        return unknown(context)
    return word_of(context).known(f"{group}.{code}", str(code))


@register.simple_tag(takes_context=True)
def labels(context: Context, group: str, codes: str) -> str:
    """Write the words for several codes with blanks between them."""
    word = word_of(context)
    return word("word.comma").join(word.known(f"{group}.{code}", code) for code in codes.split())


@register.simple_tag(takes_context=True)
def tagged(context: Context, group: str, code: str | None) -> SafeString:
    """Write the word for a code with the dot that says how loud it is."""
    tone = TONES.get(group, {}).get(code or "", "")
    return format_html('<span class="tag {}">{}</span>', tone, label(context, group, code))


@register.simple_tag(takes_context=True)
def money(context: Context, value: Any, currency: str) -> str | SafeString:
    """Write an amount in full."""
    if value in ABSENT:
        return unknown(context)
    return numbers.amount(value, currency, language_of(context))


@register.simple_tag(takes_context=True)
def brief(context: Context, value: Any, currency: str) -> SafeString:
    """Write an amount as a summary does, its unit smaller."""
    if value in ABSENT:
        return unknown(context)
    shown = numbers.brief(value, currency, language_of(context))
    return format_html("{} <small>{}</small>", shown.value, shown.unit)


@register.simple_tag(takes_context=True)
def number(context: Context, value: Any, digits: int = 0) -> str | SafeString:
    """Write a number."""
    if value in ABSENT:
        return unknown(context)
    return numbers.number(value, digits, language_of(context))


@register.simple_tag(takes_context=True)
def share(context: Context, value: Any, digits: int = 1) -> str | SafeString:
    """Write a share as a percentage."""
    if value in ABSENT:
        return unknown(context)
    return numbers.share(value, language_of(context), digits=digits)


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | datetime | None) -> SafeString:
    """Write a day."""
    if value in ABSENT:
        return unknown(context)
    when = value.date() if isinstance(value, datetime) else value
    text = numbers.day(when, language_of(context))
    return format_html('<time datetime="{}" class="keep">{}</time>', value.isoformat(), text)


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> SafeString:
    """Write a day and the time of it, by this machine's clock."""
    if value in ABSENT:
        return unknown(context)
    here = value.astimezone()
    text = f"{numbers.day(here.date(), language_of(context))} {here:%H:%M}"
    return format_html('<time datetime="{}" class="keep">{}</time>', here.isoformat(), text)


@register.simple_tag(takes_context=True)
def terms(context: Context, value: str | None) -> str | SafeString:
    """Write terms of payment in words."""
    return terms_in_words(value, word_of(context)) if value else unknown(context)


@register.simple_tag(takes_context=True)
def grade(
    context: Context, letter: str | None, change: float | None = None, *, big: bool = False
) -> SafeString:
    """Write a grade: the letter, an arrow for the trend, words for who does not see them."""
    word = word_of(context)
    css = f"{(letter or 'o').lower()}{' big' if big else ''}"
    said = word("web.grade.named", grade=letter) if letter else word("web.grade.none")
    return format_html(
        '<span class="move"><span class="grade {}" aria-hidden="true">{}</span>'
        '<span class="sr">{}</span>{}</span>',
        css,
        letter or "–",
        said,
        arrow(change, word),
    )


def arrow(change: float | None, word: Words) -> SafeString:
    """Draw an arrow where a customer pays much later or earlier than it did."""
    if change is None or abs(change) < DRIFT:
        return SafeString("")
    worse = change > 0
    said = word("web.grade.worse" if worse else "web.grade.better")
    return format_html(
        ' <span class="{}" aria-hidden="true">{}</span><span class="sr">, {}</span>',
        "worse" if worse else "better",
        "↘" if worse else "↗",
        said,
    )


@register.simple_tag
def share_bar(value: float | None, css: str = "f-use", width: int = 96) -> SafeString:
    """Draw a share."""
    return drawing.share_bar(value or 0.0, css=css, width=width)


@register.simple_tag(takes_context=True)
def heading(context: Context, name: str, text: str, css: str = "") -> SafeString:
    """Write the heading of a column by which a list can be sorted; a link, without a script."""
    request = context["request"]
    asked = request.GET.copy()
    current = context["sort"]
    up = f"-{name}" if current == name else name
    asked["sort"] = up
    asked.pop("page", None)
    state = {name: "ascending", f"-{name}": "descending"}.get(current)
    return format_html(
        '<th scope="col" class="{}"{}><a href="?{}">{}</a></th>',
        css,
        format_html(' aria-sort="{}"', state) if state else "",
        asked.urlencode(),
        text,
    )
