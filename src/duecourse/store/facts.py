"""The ledger's tables in the database: each as the ledger declares it, facts never edited."""

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, Length
from django.db.models.lookups import Exact

from duecourse.ledger.columns import Column, Table
from duecourse.ledger.tables import TABLES
from duecourse.store.audit import AuditEvent
from duecourse.store.fields import MoneyField

SINGULAR = {
    "customers": "Customer",
    "customer_history": "CustomerHistory",
    "groups": "Group",
    "invoices": "Invoice",
    "due_parts": "DuePart",
    "settlements": "Settlement",
    "bills": "Bill",
    "orders": "Order",
    "contracts": "Contract",
    "reports": "Report",
    "statements": "Statement",
    "references": "Reference",
    "countries": "Country",
    "securities": "Security",
    "limits": "Limit",
    "holds": "Hold",
    "notices": "Notice",
    "disputes": "Dispute",
    "promises": "Promise",
    "covers": "Cover",
    "rates": "Rate",
}
SEARCHED = ("customer_id", "invoice_id", "group_id", "salesperson", "order_id", "issued_on")
"""Columns by which facts are looked up; the first day of all by the last."""


class Fact(models.Model):
    """One row of the ledger: what was told, by which event, until another event said otherwise.

    A correction is a new fact that supersedes the old one; both stay.
    """

    id = models.BigAutoField(primary_key=True)
    recorded = models.ForeignKey(AuditEvent, models.PROTECT, related_name="+")
    superseded = models.ForeignKey(
        AuditEvent, models.PROTECT, related_name="+", null=True, db_index=False
    )

    class Meta:
        """Made of each table of the ledger by ``fact_model``."""

        abstract = True


def field_of(column: Column) -> models.Field:
    """Make the field of a column; a column that no row can do without is never empty."""
    missing = {"null": not column.required, "blank": not column.required}
    match column.kind:
        case "day":
            return models.DateField(**missing)
        case "money":
            return MoneyField(**missing)
        case "number":
            return models.FloatField(**missing)
        case "count":
            return models.BigIntegerField(**missing)
        case "flag":
            return models.BooleanField(**missing)
        case _:
            return models.TextField(**missing)


def fact_model(table: Table) -> type[Fact]:
    """Make the model of a table of the ledger."""
    options = {
        "db_table": f"ledger_{table.name}",
        "constraints": [*unique_key(table), *checks(table)],
        "indexes": [
            models.Index(
                fields=["superseded"],
                condition=Q(superseded__isnull=False),
                name=f"{table.name}_superseded",
            ),
            *(
                models.Index(
                    fields=[name], condition=Q(superseded=None), name=f"{table.name}_{name}"[:30]
                )
                for name in SEARCHED
                if name in table.schema and table.key[:1] != (name,)
            ),
        ],
    }
    members = {
        "__module__": __name__,
        "__doc__": f"A fact of the ledger's table {table.name}.",
        "Meta": type("Meta", (), options),
        **{column.name: field_of(column) for column in table.columns},
    }
    return type(SINGULAR[table.name], (Fact,), members)


def unique_key(table: Table) -> list[models.UniqueConstraint]:
    """Let no two facts that hold share the table's key; an empty part of it is a value too."""
    if not table.key:
        return []
    name, holds = f"{table.name}_once", Q(superseded=None)
    if all(table.column(column).required for column in table.key):
        return [models.UniqueConstraint(fields=list(table.key), condition=holds, name=name)]
    parts = [
        Coalesce(column, Value("")) if is_text(table, column) else column for column in table.key
    ]
    return [models.UniqueConstraint(*parts, condition=holds, name=name)]


def is_text(table: Table, column: str) -> bool:
    """Say whether a column may be empty and holds text."""
    found = table.column(column)
    return not found.required and found.kind in ("id", "text", "choice")


def checks(table: Table) -> list[models.CheckConstraint]:
    """Hold every row to the choices of its columns, and currencies to three letters."""
    found = []
    for column in table.columns:
        if column.choices:
            allowed = Q(**{f"{column.name}__in": column.choices})
        elif column.kind == "currency":
            allowed = Q(Exact(Length(column.name), 3))
        else:
            continue
        empty = Q() if column.required else Q(**{f"{column.name}__isnull": True})
        name = f"{table.name}_{column.name}_known"
        found.append(models.CheckConstraint(condition=allowed | empty, name=name))
    return found


FACTS: dict[str, type[Fact]] = {table.name: fact_model(table) for table in TABLES}
"""The model of each table of the ledger."""
