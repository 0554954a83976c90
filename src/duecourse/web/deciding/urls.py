"""Addresses by which people decide."""

from django.urls import URLPattern, path

from duecourse.web.deciding import deeds, holds, limits, orders, write_offs

deciding_addresses: list[URLPattern] = [
    path("worklists/limits/", limits.limits, name="worklist-limits"),
    path("limits/ask/", limits.ask, name="limit-ask"),
    path("limits/decide/", limits.decide, name="limit-decide"),
    path("limits/take-back/", limits.take_back, name="limit-take-back"),
    path("holds/", holds.hold, name="hold"),
    path("holds/take-back/", holds.take_back, name="hold-take-back"),
    path("deeds/", deeds.deed, name="deed"),
    path("deeds/reopen/", deeds.reopened, name="deed-reopen"),
    path("worklists/orders/", orders.orders, name="worklist-orders"),
    path("orders/check/", orders.check, name="order-check"),
    path("orders/release/", orders.release, name="order-release"),
    path("orders/cancel/", orders.cancel, name="order-cancel"),
    path("orders/<int:decision_id>/", orders.order, name="order"),
    path("worklists/write-offs/", write_offs.write_offs, name="worklist-write-offs"),
    path("write-offs/propose/", write_offs.propose, name="write-off-propose"),
    path("write-offs/decide/", write_offs.decide, name="write-off-decide"),
    path("write-offs/take-back/", write_offs.take_back, name="write-off-take-back"),
]
