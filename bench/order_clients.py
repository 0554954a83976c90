"""Clients of the order bench: each a process that asks for orders until its time is over."""

import http.client
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from multiprocessing import get_context
from typing import Any

Ask = Callable[[int, str], None]
"""Ask for the order of a number, of a customer."""
Statements = Sequence[tuple[str, Sequence[Any]]]
SHARE_OF_SLOWEST = 0.99


@dataclass(frozen=True, slots=True)
class Rate:
    """How many decisions a second, and how long the slowest of a hundred takes."""

    per_second: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Captured:
    """The statements of one decision, and what in them differs from order to order."""

    statements: Statements
    order: str
    key: str
    customer: str
    account: int
    decision: int


@dataclass(frozen=True, slots=True)
class Load:
    """How many clients ask for how long, of how many customers."""

    clients: int
    seconds: float
    customers: Sequence[tuple[str, int]]


def measured(load: Load, make: Callable[[int], Callable[[int, tuple[str, int]], None]]) -> Rate:
    """Let every client ask at once; add up what they did."""
    context = get_context("fork")
    start, told = context.Barrier(load.clients), context.Queue()

    def client(number: int) -> None:
        ask = make(number)
        ask(0, load.customers[number % len(load.customers)])
        start.wait()
        took, begun, turn = [], time.perf_counter(), 0
        while (before := time.perf_counter()) - begun < load.seconds:
            turn += 1
            ask(turn, load.customers[(number * 7919 + turn) % len(load.customers)])
            took.append(time.perf_counter() - before)
        told.put(took)

    running = [context.Process(target=client, args=(number,)) for number in range(load.clients)]
    for process in running:
        process.start()
    every = sorted(each for _ in running for each in told.get(timeout=load.seconds + 60))
    for process in running:
        process.join()
    slowest = every[min(len(every) - 1, int(len(every) * SHARE_OF_SLOWEST))]
    return Rate(len(every) / load.seconds, slowest * 1000)


def by_service(run: str) -> Callable[[int], Callable[[int, tuple[str, int]], None]]:
    """Ask the service itself."""

    def make(number: int) -> Callable[[int, tuple[str, int]], None]:
        from django.db import connections  # noqa: PLC0415  # Django is set up by now

        from duecourse.services.check_and_reserve import (  # noqa: PLC0415
            OrderRequest,
            check_and_reserve,
        )

        connections.close_all()

        def ask(turn: int, customer: tuple[str, int]) -> None:
            order = f"{run}/{number}/{turn}"
            decided = check_and_reserve(
                OrderRequest(order, customer[0], Decimal(1), key=order), None
            )
            assert decided.answer.outcome == "approve"

        return ask

    return make


def by_statements(
    run: str, captured: Captured, address: str
) -> Callable[[int], Callable[[int, tuple[str, int]], None]]:
    """Run the captured statements bare, each order with names of its own."""

    def make(number: int) -> Callable[[int, tuple[str, int]], None]:
        import psycopg  # noqa: PLC0415  # an extra

        opened = psycopg.connect(address)

        def ask(turn: int, customer: tuple[str, int]) -> None:
            order = f"{run}/{number}/{turn}"
            told: dict[Any, Any] = {
                captured.order: order,
                captured.key: order,
                captured.customer: customer[0],
                captured.account: customer[1],
            }
            with opened.cursor() as cursor:
                for statement, values in captured.statements:
                    cursor.execute(statement, [told.get(value, value) for value in values])
                    if cursor.description is not None:
                        row = cursor.fetchone()
                        if statement.endswith("RETURNING id") and row is not None:
                            told[captured.decision] = row[0]
            opened.commit()

        return ask

    return make


def by_http(
    run: str, port: int, secret: str
) -> Callable[[int], Callable[[int, tuple[str, int]], None]]:
    """Ask over HTTP, on one connection that stays."""

    def make(number: int) -> Callable[[int, tuple[str, int]], None]:
        opened = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

        def ask(turn: int, customer: tuple[str, int]) -> None:
            order = f"{run}/{number}/{turn}"
            body = json.dumps({"order_id": order, "customer_id": customer[0], "amount": "1"})
            headers = {
                "Authorization": f"Bearer {secret}",
                "Idempotency-Key": order,
                "Content-Type": "application/json",
            }
            opened.request("POST", "/api/v1/orders/check", body, headers)
            answer = opened.getresponse()
            told = answer.read()
            assert answer.status == 200, told

        return ask

    return make
