"""Worklist: what the day itself asks of people: reviews, broken promises, ends of observation."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from duecourse.act.tasks import KINDS
from duecourse.services.rights import Right, rows_seen_by
from duecourse.store.deeds import TASK
from duecourse.store.positions import PositionTask
from duecourse.web.allowed import allowed
from duecourse.web.deciding.deeds import deeds_about, offered, shown_of
from duecourse.web.frame import day_in_use, standing_of
from duecourse.web.paging import page_of


@allowed(Right.REVIEWS)
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """List the tasks of the day, the longest due first."""
    day = day_in_use(request)
    if day is None:
        return redirect("overview")
    rows = rows_seen_by(request.user, day, PositionTask.objects.filter(day=day))
    rows, show = shown_of(request, rows, TASK, "kind", as_of=day.as_of)
    counts = dict(rows.values_list("kind").annotate(Count("pk")))
    asked = request.GET.get("kind", "")
    if asked in KINDS:
        rows = rows.filter(kind=asked)
    page = page_of(request, rows.order_by("due_on", "customer_id", "kind"))
    standing = standing_of(day, {one.customer_id for one in page})
    done = deeds_about(TASK, {one.customer_id for one in page})
    shown = {
        **offered(request, show),
        "page": page,
        "rows": [
            (one, standing.get(one.customer_id), done.get((one.customer_id, one.kind)))
            for one in page
        ],
        "kinds": [(kind, counts[kind]) for kind in KINDS if kind in counts],
        "asked": asked,
    }
    return render(request, "worklists/reviews.html", shown)
