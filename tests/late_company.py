"""A small company that is owed money late, typed by hand; and mail servers that tests start."""

import socket
from contextlib import contextmanager
from datetime import UTC, date, datetime

from aiosmtpd.controller import Controller
from in_store import record_all
from typed import arrow
from written import changed

from duecourse.ledger.tables import TABLE
from duecourse.policies import preset
from duecourse.services.take_position import take_position
from duecourse.store.facts import FACTS
from duecourse.store.outbox import Letter
from duecourse.store.people import Role, User
from duecourse.store.policy_versions import PolicyState, PolicyVersion

AS_OF = date(2026, 3, 31)
CUSTOMERS = """
    customer_id  name     country  currency  language  email               salesperson
    K1           Beech    GB       CNY       en        ana@beech.example   Li
    K2           甲木五金   CN       CNY       zh        wang@jiamu.example  Wang
    K3           Cedar    DE       EUR       -         -                   Li
"""
INVOICES = """
    invoice_id  customer_id  issued_on   due_on      currency  amount
    I1          K1           2026-01-15  2026-03-20  CNY       9000
    I2          K1           2026-01-20  2026-03-10  CNY       6000
    I3          K1           2026-03-20  2026-04-20  CNY       700
    I4          K2           2026-01-10  2026-02-14  CNY       5000
    I5          K3           2026-01-10  2026-03-01  EUR       800
"""
RATES = """
    currency  on          rate
    EUR       2026-03-30  7.8
"""
FRIENDLY = """
    invoice_id  part  level     sent_on     channel  status
    I4          1     friendly  2026-03-01  email    sent
"""


def told(**tables):
    """Record tables of the ledger, typed by hand."""
    return record_all({name: arrow(text, TABLE[name]) for name, text in tables.items()})


def policy_in_force(**swaps):
    """Put the preset in force, with pieces of its text swapped."""
    return PolicyVersion.objects.create(
        number=1,
        text=changed(*swaps.items(), text=preset("standard")),
        state=PolicyState.PUBLISHED,
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def late_company(as_of=AS_OF):
    """Record the company, and take its position."""
    policy_in_force()
    told(customers=CUSTOMERS, invoices=INVOICES, rates=RATES, notices=FRIENDLY)
    return take_position(as_of)


def paid(invoice_id, amount, customer_id="K1", currency="CNY", **more):
    """Record that an invoice was paid, in whole or in part."""
    columns = {
        "settlement_id": f"P-{invoice_id}-{amount}",
        "customer_id": customer_id,
        "invoice_id": invoice_id,
        "posted_on": "2026-03-30",
        "currency": currency,
        "amount": amount,
        "kind": "payment",
        **more,
    }
    told(settlements=" ".join(columns) + "\n" + " ".join(map(str, columns.values())))


def person(role, **more):
    """Make a person of a role."""
    return User.objects.create_user(f"{role}-{User.objects.count()}", role=role, **more)


def manager():
    """Make a manager."""
    return person(Role.MANAGER)


FRIENDLY_SENT = ("I4", "friendly", date(2026, 3, 1), "sent")
"""The one notice that the company begins with."""


def letter_of(customer_id):
    """Return a customer's latest letter, as it stands in the database."""
    return Letter.objects.filter(customer_id=customer_id).order_by("pk").last()


def notices():
    """Read the notices that hold."""
    rows = FACTS["notices"].objects.filter(superseded=None)
    return sorted(rows.values_list("invoice_id", "level", "sent_on", "status"))


class Kept:
    """A mail server's hand that keeps what it is given, or answers as told."""

    def __init__(self, *, rcpt="250 OK", data="250 taken", on_data=None):
        self.mails, self.rcpt, self.answer, self.on_data = [], rcpt, data, on_data

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        self.mails.append(envelope)
        if self.on_data is not None:
            self.on_data(server)
        return self.answer


@contextmanager
def smtp_server(monkeypatch, hand=None):
    """Run a real SMTP server on this machine, and let the environment name it."""
    hand = hand or Kept()
    with socket.create_server(("127.0.0.1", 0)) as tried:
        port = tried.getsockname()[1]
    controller = Controller(hand, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        for name, value in mail_settings(port).items():
            monkeypatch.setenv(name, value)
        yield hand
    finally:
        controller.stop()


def mail_settings(port):
    """Name a server on this machine as the environment does."""
    return {
        "DUECOURSE_SMTP_HOST": "127.0.0.1",
        "DUECOURSE_SMTP_PORT": str(port),
        "DUECOURSE_SMTP_SECURITY": "none",
        "DUECOURSE_MAIL_FROM": "Alder Tools <credit@alder.example>",
    }
