"""The interface as a whole: its addresses, its documentation at /api/docs."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from ninja import NinjaAPI

from duecourse.web.api.chasing import chasing_router
from duecourse.web.api.orders import router
from duecourse.web.api.policy import policy_router
from duecourse.web.api.problems import handle_problems

api = NinjaAPI(
    title="Duecourse",
    version="1",
    description="Trade credit for programs: orders that cannot pass a limit. Bearer tokens.",
    docs_url="/docs",
    openapi_url="/openapi.json",
)
api.add_router("/v1", router)
api.add_router("/v1", policy_router)
api.add_router("/v1", chasing_router)
handle_problems(api)


def addresses() -> tuple[list[Any], str, str]:
    """Return the addresses; tokens let in, and nobody is sent to the page for signing in."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        pattern.callback = login_not_required(pattern.callback)
    return patterns, app, namespace
