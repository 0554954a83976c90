"""Orders: checked and reserved, invoiced, cancelled; and what a customer may still order."""

from decimal import Decimal

from django.db import connection
from django.http import HttpRequest
from ninja import Header, Router

from duecourse.decide.ceilings import Ceiling
from duecourse.decide.order_check import Reason
from duecourse.present.order_answer import order_sentences
from duecourse.services.check_and_reserve import Decided, OrderRequest, check_and_reserve
from duecourse.services.convert_reservation import InvoiceTold, convert_reservation
from duecourse.services.release_reservation import release_reservation
from duecourse.store.account_locks import looked_at
from duecourse.web.api.bearer import Scoped, token_of
from duecourse.web.api.problems import KEY, language_of
from duecourse.web.api.schemas import (
    PROBLEMS,
    CancelIn,
    CancelOut,
    CeilingOut,
    HeadroomOut,
    InvoiceIn,
    InvoiceOut,
    OrderIn,
    OrderOut,
    ReasonOut,
    text_of,
    written,
)

router = Router(tags=["orders"])


@router.post(
    "/orders/check",
    auth=Scoped("orders.check"),
    response={200: OrderOut, **PROBLEMS},
    summary="Decide an order and reserve it",
)
def check(
    request: HttpRequest,
    order: OrderIn,
    key: str = Header(alias=KEY, min_length=1, max_length=200),
) -> OrderOut:
    """Decide an order; approved, its amount is reserved until it is invoiced or cancelled.

    Send the same key again when in doubt: the answer is the same and nothing is reserved twice.
    """
    token = token_of(request)
    asked = OrderRequest(
        order_id=order.order_id,
        customer_id=order.customer_id,
        amount=Decimal(order.amount),
        key=key,
        currency=order.currency,
        token_id=token.pk,
    )
    return order_out(check_and_reserve(asked, token.user), request)


def order_out(decided: Decided, request: HttpRequest) -> OrderOut:
    """Write what became of an order."""
    answer = decided.answer
    return OrderOut(
        decision_id=decided.decision_id,
        order_id=decided.order_id,
        customer_id=decided.customer_id,
        amount=written(decided.amount),
        currency=decided.currency,
        outcome=answer.outcome,
        reasons=reasons_out(answer.reasons),
        one_of=reasons_out(answer.one_of),
        all_of=reasons_out(answer.all_of),
        release_by=list(answer.release_by),
        four_eyes=answer.four_eyes,
        says=order_sentences(answer, language_of(request)),
        headroom=text_of(decided.headroom),
        reserved=text_of(decided.reserved),
        account_currency=decided.account_currency,
        as_of=decided.as_of,
        policy_version=decided.policy_version,
        repeated=decided.again,
    )


def reasons_out(reasons: tuple[Reason, ...]) -> list[ReasonOut]:
    """Write reasons with their figures."""
    return [ReasonOut(code=reason.code, blanks=dict(reason.blanks)) for reason in reasons]


@router.post(
    "/orders/{path:order_id}/invoice",
    auth=Scoped("orders.invoice"),
    response={200: InvoiceOut, **PROBLEMS},
    summary="Invoice an order",
)
def invoice(request: HttpRequest, order_id: str, told: InvoiceIn) -> InvoiceOut:
    """Turn what an order reserved into exposure; the same invoice told again changes nothing."""
    done = convert_reservation(
        InvoiceTold(order_id, told.invoice_id, Decimal(told.amount), told.currency, told.last),
        token_of(request).user,
    )
    return InvoiceOut(
        order_id=done.order_id,
        invoice_id=done.invoice_id,
        converted=written(done.converted),
        still_held=written(done.still_held),
        currency=done.currency,
        repeated=done.again,
    )


@router.post(
    "/orders/{path:order_id}/cancel",
    auth=Scoped("orders.cancel"),
    response={200: CancelOut, **PROBLEMS},
    summary="Cancel an order",
)
def cancel(request: HttpRequest, order_id: str, why: CancelIn) -> CancelOut:
    """Give back what an order holds; cancelled again, nothing changes."""
    done = release_reservation(order_id, token_of(request).user, reason=why.reason)
    return CancelOut(
        order_id=done.order_id,
        customer_id=done.customer_id,
        released=written(done.released),
        currency=done.currency,
        repeated=done.again,
    )


@router.get(
    "/customers/{path:customer_id}/headroom",
    auth=Scoped("headroom.read"),
    response={200: HeadroomOut, **PROBLEMS},
    summary="What a customer may still order",
)
def headroom(request: HttpRequest, customer_id: str) -> HeadroomOut:
    """Tell limit, exposure and reservations of a customer and its group; nothing is reserved."""
    with connection.cursor() as cursor:
        account = looked_at(cursor, customer_id, token_of(request).user)
    row, group = account.row, account.group
    return HeadroomOut(
        customer_id=row.customer_id,
        headroom=text_of(account.headroom()),
        currency=row.currency,
        status=row.status,
        own=ceiling_out(account.own, row.currency),
        group=None if group is None else ceiling_out(group, account.group_currency or ""),
        as_of=account.as_of,
        policy_version=row.policy_number,
    )


def ceiling_out(ceiling: Ceiling, currency: str) -> CeilingOut:
    """Write a limit and what counts against it."""
    return CeilingOut(
        limit=text_of(ceiling.limit),
        exposure=text_of(ceiling.exposure),
        reserved=written(ceiling.reserved),
        currency=currency,
    )
