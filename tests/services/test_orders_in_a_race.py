"""Eight processes race for one limit: together they take all of it, and never more."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from multiprocessing import get_context
from threading import Event

import pytest
from counter import group_reserved, open_accounts, reserved
from django.db import connection, connections, transaction
from racing import ask_much, environment_of

from duecourse.ledger.arrow import empty_table
from duecourse.ledger.tables import TABLE
from duecourse.store.account_locks import all_locked
from duecourse.store.account_reservations import keep_reservations
from duecourse.store.credit_accounts import CreditAccount, CreditBasis, GroupAccount

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
RUNNERS, TURNS, SIZE = 8, 24, 7
HOT, MEMBERS, REPEATED = "K1", ("K2", "K3", "K4"), "K5"


def race(orders):
    """Let every runner ask for the orders at once; return the outcomes by customer."""
    context = get_context("spawn")
    told, start = context.Queue(), context.Barrier(RUNNERS)
    environment = {
        **environment_of(connection.settings_dict),
        **{name: os.environ[name] for name in ("DUECOURSE_SECRET_KEY", "DUECOURSE_HOME")},
        "DUECOURSE_LOCAL": "1",
    }
    runners = [
        context.Process(target=ask_much, args=(environment, number, start, orders, told))
        for number in range(RUNNERS)
    ]
    for runner in runners:
        runner.start()
    answers = [told.get(timeout=60) for _ in runners]
    for runner in runners:
        runner.join(timeout=10)
        assert runner.exitcode == 0
    return Counter(answer for each in answers for answer in each)


def test_together_they_never_pass_a_limit_and_take_all_that_fits():
    open_accounts(
        f"{HOT} CNY 1000 300 - active\n{REPEATED} CNY 1000 0 - active\n"
        + "\n".join(f"{member} CNY 700 10 G1 active" for member in MEMBERS),
        groups="G1 CNY 1000 30",
    )
    everybody = (HOT, *MEMBERS, REPEATED)
    orders = [(name, SIZE, name == REPEATED) for _ in range(TURNS) for name in everybody]
    over = Event()
    with ThreadPoolExecutor() as beside:
        counted = beside.submit(count_anew, over)
        try:
            outcomes = race(orders)
        finally:
            over.set()

    assert counted.result() > 1
    assert outcomes[HOT, "approve"] == 700 // SIZE
    assert reserved(HOT) == 700
    taken = sum(outcomes[member, "approve"] for member in MEMBERS)
    assert taken == 970 // SIZE
    assert group_reserved("G1") == taken * SIZE == sum(map(reserved, MEMBERS))
    assert outcomes[REPEATED, "approve"] == RUNNERS * TURNS
    assert reserved(REPEATED) == TURNS * SIZE
    for account in (*CreditAccount.objects.all(), *GroupAccount.objects.all()):
        assert account.exposure + account.reserved <= account.limit
    assert sum(outcomes.values()) == RUNNERS * len(orders)


def count_anew(over):
    """Add up all reservations again and again, as writing the accounts does, beside the race."""
    facts = {name: empty_table(TABLE[name]) for name in ("orders", "invoices")}
    basis = CreditBasis.objects.get()
    times = 0
    while not over.wait(0.2):
        with transaction.atomic(), connection.cursor() as cursor:
            all_locked(cursor)
            keep_reservations(cursor, facts, {"CNY": Decimal(1)}, basis=basis)
        times += 1
    connections.close_all()
    return times
