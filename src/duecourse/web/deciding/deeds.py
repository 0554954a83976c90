"""What people do about alerts, tasks and waiting orders, from worklists and customers' pages."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from duecourse.services.do_deed import DeedTold, do_deed, reopen
from duecourse.services.rights import Right, may
from duecourse.store.deeds import Deed, last_deeds
from duecourse.store.people import Role, User
from duecourse.web.allowed import allowed
from duecourse.web.deciding.acting import acted, day, number, place, say, text


@allowed(Right.DEEDS)
@require_POST
def deed(request: HttpRequest) -> HttpResponse:
    """Note what was done; it leaves the worklist until it is to come back."""

    def act() -> None:
        told = DeedTold(
            about=text(request, "about"),
            customer_id=text(request, "customer"),
            name=text(request, "name"),
            did=text(request, "did"),
            note=text(request, "note"),
            until_on=day(request, "until"),
            assigned_to=text(request, "to"),
        )
        done = do_deed(told, request.user)
        fields = {"deed": done.pk, "next": place(request)}
        undo = reverse("deed-reopen")
        say(request, f"deciding.did_{done.did}", undo=undo, fields=fields)

    return acted(request, act, back=place(request))


@allowed(Right.DEEDS)
@require_POST
def reopened(request: HttpRequest) -> HttpResponse:
    """Bring a thing back to the worklist."""

    def act() -> None:
        reopen(number(request, "deed"), request.user)
        say(request, "deciding.did_reopened")

    return acted(request, act, back=place(request))


def shown_of(
    request: HttpRequest, rows: "QuerySet[Any]", about: str, name: str, *, as_of: date
) -> "tuple[QuerySet[Any], str]":
    """Leave what waits; or, where that is asked for, what was dealt with or put off beyond a day.

    ``name`` is the rows' column that says which alert or task it is.
    """
    rests = Exists(
        last_deeds(about).filter(
            customer_id=OuterRef("customer_id"), name=OuterRef(name), until_on__gt=as_of
        )
    )
    show = "away" if request.GET.get("show") == "away" else "waiting"
    return (rows.filter(rests) if show == "away" else rows.exclude(rests)), show


def offered(request: HttpRequest, show: str) -> dict[str, Any]:
    """Tell a worklist which list is shown, and whether this person may do anything about it."""
    may_do = may(request.user, Right.DEEDS)
    return {"show": show, "may_do": may_do, "colleagues": colleagues() if may_do else []}


def deeds_about(about: str, customer_ids: Iterable[str]) -> dict[tuple[str, str], Deed]:
    """Return what was done last, by customer and by which alert or task."""
    found = last_deeds(about).filter(customer_id__in=set(customer_ids))
    return {(one.customer_id, one.name): one for one in found.select_related("by", "assigned_to")}


def colleagues() -> list[str]:
    """Name those to whom a thing can be given."""
    able = User.objects.filter(is_active=True, role__in=(Role.RISK, Role.MANAGER))
    return list(able.order_by("username").values_list("username", flat=True)[:50])
