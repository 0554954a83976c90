"""Writing credit accounts from a decided position, without losing what is reserved meanwhile."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction

from duecourse.decide.ceilings import UNIT
from duecourse.decide.standing import BEHIND
from duecourse.store.account_locks import all_locked
from duecourse.store.account_reservations import keep_reservations
from duecourse.store.audit import AuditEvent
from duecourse.store.credit_accounts import CreditBasis
from duecourse.store.policy_versions import PolicyVersion
from duecourse.store.writing import MONEY, TEN_THOUSAND, fill, quoted
from duecourse.values.days import day_number, day_of

STAGE = "stage"
ACCOUNT = (
    *("customer_id", "group_id", "currency", "to_home", "limit", "exposure", "grade", "status"),
    *("terms", "recommended_terms", "security", "holds", "salesperson", "expiring"),
)
AS_DECIDED = (
    *("customer_id", "currency", "to_home", "grade", "status", "terms", "recommended_terms"),
    *("security", "holds", "salesperson"),
)
GROUP = ("group_id", "currency", "limit", "exposure")


@dataclass(frozen=True, slots=True)
class Decided:
    """A position as accounts need it.

    Shapes:
        customers: ``Position.customers``, one row per customer, members of a group together
        facts: the ledger's tables that the position was made of (``facts_as_arrow``): orders,
            invoices, securities, covers
    """

    customers: pa.Table
    facts: Mapping[str, pa.Table]
    as_of: date
    home_currency: str
    rates: Mapping[str, Decimal]
    policy: PolicyVersion


@transaction.atomic
def write_accounts(decided: Decided, event: AuditEvent, *, whole: bool = True) -> CreditBasis:
    """Write the account of every customer; what is reserved for orders not yet in the facts stays.

    Exposure becomes that of the position and what was invoiced since. With ``whole``, customers
    whom the position lacks are left without a limit: nothing is approved for them.

    Keeps:
        reserved = the sum of what is held, for each customer and group.
    """
    basis = CreditBasis.objects.create(
        as_of=decided.as_of,
        home_currency=decided.home_currency,
        rates={currency: str(rate) for currency, rate in decided.rates.items()},
        policy_version=decided.policy,
        policy_digest=digest_of(decided.policy.text),
        event=event,
    )
    accounts, groups = accounts_of(decided), groups_of(decided)
    with connection.cursor() as cursor:
        all_locked(cursor)
        upsert(cursor, "group_account", resting_on(basis, groups), key="group_id")
        upsert(cursor, "credit_account", resting_on(basis, accounts), key="customer_id")
        if whole:
            cursor.execute(
                'UPDATE "credit_account" SET "limit" = NULL, exposure = NULL, basis_id = %s'
                " WHERE basis_id <> %s",
                [basis.pk, basis.pk],
            )
        keep_reservations(cursor, decided.facts, decided.rates, basis=basis)
    return basis


def resting_on(basis: CreditBasis, rows: pa.Table) -> pa.Table:
    """Say of rows what they rest on."""
    return rows.append_column("basis_id", pa.array([basis.pk] * rows.num_rows, pa.int64()))


def digest_of(text: str) -> str:
    """Return the digest by which a policy's text is known."""
    return hashlib.sha256(text.encode()).hexdigest()


def upsert(cursor: Any, table: str, rows: pa.Table, *, key: str) -> None:
    """Write rows over those of the same key, or beside; other columns stay as they are."""
    columns = rows.column_names
    listed = ", ".join(map(quoted, columns))
    taken = ", ".join(f"{quoted(name)} = excluded.{quoted(name)}" for name in columns)
    cursor.execute(f"DROP TABLE IF EXISTS {STAGE}")
    cursor.execute(f'CREATE TEMPORARY TABLE {STAGE} AS SELECT {listed} FROM "{table}" WHERE 1 = 0')
    fill(cursor, STAGE, rows)
    cursor.execute(
        f'INSERT INTO "{table}" ({listed}, reserved) SELECT {listed}, 0 FROM {STAGE} WHERE 1 = 1'
        f" ON CONFLICT ({quoted(key)}) DO UPDATE SET {taken}"
    )
    cursor.execute(f"DROP TABLE {STAGE}")


def accounts_of(decided: Decided) -> pa.Table:
    """Bring the decided customers to the columns of accounts."""
    customers = decided.customers
    pooled = customers["has_group_limit"].fill_null(False)
    groups = pc.if_else(pooled, customers["group_id"], pa.scalar(None, pa.string()))
    listed = expiring_of(decided)
    columns = {name: customers[name] for name in AS_DECIDED} | {
        "group_id": groups,
        "limit": whole_amounts(customers["effective_limit"]),
        "exposure": whole_amounts(customers["exposure"]),
        "expiring": pa.array(
            [json.dumps(listed.get(name, [])) for name in customers["customer_id"].to_pylist()],
            pa.string(),
        ),
    }
    return pa.table({name: columns[name] for name in ACCOUNT})


def whole_amounts(amounts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Turn amounts into the ten-thousandths of the database."""
    return pc.multiply(amounts.cast(MONEY, safe=False), TEN_THOUSAND).cast(pa.int64())


def expiring_of(decided: Decided) -> dict[str, list[dict[str, str]]]:
    """List by customer the securities and covers in force that end some day, the first first."""
    today, found = day_number(decided.as_of), defaultdict(list)
    for table, kind, since, until in BEHIND:
        rows = decided.facts[table]
        begun = pc.or_kleene(pc.is_null(rows[since]), pc.less_equal(rows[since], today))
        for row in rows.filter(
            pc.and_kleene(begun, pc.greater_equal(rows[until], today))
        ).to_pylist():
            found[row["customer_id"]].append(
                {
                    "kind": "cover" if kind is None else row[kind],
                    "amount": str(row["amount"]),
                    "currency": row["currency"],
                    "until": day_of(row[until]).isoformat(),
                }
            )
    return {name: sorted(each, key=lambda one: one["until"]) for name, each in found.items()}


def groups_of(decided: Decided) -> pa.Table:
    """Work out the account of every group that was granted a limit."""
    names = ("group_id", "currency", "to_home", "exposure", "group_limit")
    pooled = decided.customers.filter(
        pc.and_kleene(
            decided.customers["has_group_limit"], pc.is_valid(decided.customers["group_id"])
        )
    )
    rows = sorted(pooled.select(names).to_pylist(), key=lambda row: row["group_id"])
    told = [
        {"group_id": name, **group_of(list(members), decided.home_currency)}
        for name, members in groupby(rows, key=lambda row: row["group_id"])
    ]
    columns = {name: [row[name] for row in told] for name in GROUP}
    kept = {name: pa.array(columns[name], pa.string()) for name in ("group_id", "currency")}
    amounts = {
        name: whole_amounts(pa.chunked_array([pa.array(columns[name], MONEY)]))
        for name in ("limit", "exposure")
    }
    return pa.table({**kept, **amounts})


def group_of(members: list[dict[str, Any]], home: str) -> dict[str, Any]:
    """Add up a group, in its members' currency where they share one, else at home.

    A member that owes nothing needs no rate; the limit is that of a member whose rate is known,
    the home currency's first.
    """
    currencies = {member["currency"] for member in members}
    [currency] = currencies if len(currencies) == 1 else [home]
    rates = [rate_of(member, currency) for member in members]
    limits = [
        (rate != 1, member["group_limit"] * rate)
        for member, rate in zip(members, rates, strict=True)
        if rate is not None and member["group_limit"] is not None
    ]
    return {
        "currency": currency,
        "limit": rounded(min(limits)[1]) if limits else None,
        "exposure": total(
            owed * rate if rate is not None and owed is not None else owed if owed == 0 else None
            for owed, rate in zip((member["exposure"] for member in members), rates, strict=True)
        ),
    }


def rate_of(member: Mapping[str, Any], currency: str) -> Decimal | None:
    """Return what one unit of a member's currency is in the group's."""
    if member["currency"] == currency:
        return Decimal(1)
    return None if member["to_home"] is None else Decimal(str(member["to_home"]))


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Add amounts; unknown where one is."""
    listed = list(amounts)
    known = [amount for amount in listed if amount is not None]
    return rounded(sum(known, Decimal(0))) if len(known) == len(listed) else None


def rounded(amount: Decimal) -> Decimal:
    """Round to the digits of the database."""
    return amount.quantize(UNIT)
