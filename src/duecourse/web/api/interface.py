"""The interface as a whole: its addresses, its documentation at /api/docs."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from duecourse.values.refusals import Refusal
from duecourse.web.api.chasing import chasing_router
from duecourse.web.api.deciding import deciding_router
from duecourse.web.api.imports import import_router
from duecourse.web.api.letters import router as letters
from duecourse.web.api.orders import router
from duecourse.web.api.policy import policy_router
from duecourse.web.api.problems import handle_problems, told

NOT_FOUND = 404
ROOT = "api-root"

api = NinjaAPI(
    title="Duecourse",
    version="1",
    description="Trade credit for programs: orders that cannot pass a limit. Bearer tokens.",
    docs_url="/docs",
    openapi_url="/openapi.json",
)
api.add_router("/v1", router)
api.add_router("/v1", letters)
api.add_router("/v1", deciding_router)
api.add_router("/v1", policy_router)
api.add_router("/v1", chasing_router)
api.add_router("/v1", import_router)
handle_problems(api)


def addresses() -> tuple[list[Any], str, str]:
    """Return the addresses; tokens let in, and nobody is sent to the page for signing in."""
    patterns, app, namespace = api.urls
    patterns = [*patterns, re_path(r"^[\s\S]*", nowhere, name="nowhere")]
    for pattern in patterns:
        answer = nowhere if pattern.name == ROOT else pattern.callback
        pattern.callback = login_not_required(csrf_exempt(answer))
    return patterns, app, namespace


def nowhere(request: HttpRequest) -> HttpResponse:
    """Tell a program in its own way that there is no such address."""
    refusal = Refusal("There is no such address; see /api/docs.", "no-address")
    return told(api, request, refusal, NOT_FOUND)
