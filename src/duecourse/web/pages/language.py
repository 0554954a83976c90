"""Switching the language, and the keyboard's shortcuts, from any page."""

from typing import get_args

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from duecourse.services.preferences import choose_keys, choose_language
from duecourse.services.rights import Right
from duecourse.values.says import Language
from duecourse.web.allowed import allowed
from duecourse.web.middleware import COOKIE

YEAR = 365 * 24 * 60 * 60


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Take the language chosen: for a person for good, for who is not signed in as a cookie."""
    chosen = request.POST.get("language")
    if chosen not in get_args(Language):
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        choose_language(request.user, chosen)
    answer = redirect(place_to_go(request))
    answer.set_cookie(
        COOKIE, chosen, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return answer


@allowed(Right.OWN_SETTINGS)
@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Turn the keyboard's shortcuts off or on."""
    choose_keys(request.user, off=request.POST.get("off") == "1")
    return redirect(place_to_go(request))


def place_to_go(request: HttpRequest) -> str:
    """Return the page that a form was on, if it is one of ours."""
    place = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(place, {request.get_host()}, request.is_secure())
    return place if ours else "/"
