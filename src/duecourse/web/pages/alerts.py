"""Worklist: what rings, the loudest first."""

from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from duecourse.services.rights import Right, rows_seen_by
from duecourse.store.deeds import ALERT
from duecourse.store.policy_in_force import policy_of
from duecourse.store.positions import PositionAlert
from duecourse.web.allowed import allowed
from duecourse.web.customer_reasons import alerts_in_words
from duecourse.web.deciding.deeds import deeds_about, offered, shown_of
from duecourse.web.frame import day_in_use, standing_of
from duecourse.web.paging import page_of

LOUDNESS = ("high", "medium", "low")


@allowed(Right.ALERTS)
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """List the alerts of the day with the rule's sentence and the customer's standing."""
    day = day_in_use(request)
    if day is None or day.policy_version is None:
        return redirect("overview")
    rows = rows_seen_by(request.user, day, PositionAlert.objects.filter(day=day))
    rows, show = shown_of(request, rows, ALERT, "rule", as_of=day.as_of)
    asked = request.GET.get("severity", "")
    if asked in LOUDNESS:
        rows = rows.filter(severity=asked)
    place = Case(
        *(When(severity=name, then=Value(number)) for number, name in enumerate(LOUDNESS)),
        default=Value(len(LOUDNESS)),
        output_field=IntegerField(),
    )
    page = page_of(request, rows.annotate(place=place).order_by("place", "rule", "customer_id"))
    told = alerts_in_words(list(page), policy_of(day.policy_version), request.language)
    standing = standing_of(day, {one.customer_id for one in told})
    done = deeds_about(ALERT, {one.customer_id for one in told})
    shown = {
        **offered(request, show),
        "page": page,
        "alerts": [
            (one, standing.get(one.customer_id), done.get((one.customer_id, one.rule)))
            for one in told
        ],
        "severities": LOUDNESS,
        "asked": asked,
    }
    return render(request, "worklists/alerts.html", shown)
