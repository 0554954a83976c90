"""``/healthz``: whether the database answers, and of which day the latest position is."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from duecourse.store.positions import PositionDay

UNAVAILABLE = 503


@login_not_required
@never_cache
@require_safe
def health(_: HttpRequest) -> JsonResponse:
    """Answer 200 where the database does, else 503; for monitors, so without a login."""
    try:
        latest = PositionDay.objects.order_by("-as_of").values_list("as_of", flat=True).first()
    except DatabaseError:
        return JsonResponse({"database": False, "position": None}, status=UNAVAILABLE)
    return JsonResponse({"database": True, "position": latest})
