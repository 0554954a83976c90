"""A customer's position worked out since the day's: kept until its facts change again."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from duecourse.store.positions import OfDay, PositionDay

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""Plain rows by the name of their table."""


class FreshStanding(models.Model):
    """What one customer's run gave, as rows of the tables of a position.

    ``read_until`` is the last event of which the facts were read. Nothing rests on it: a row that
    is lost is worked out again.
    """

    id = models.BigAutoField(primary_key=True)
    customer_id = models.TextField(unique=True)
    day = models.ForeignKey(PositionDay, models.CASCADE, related_name="+")
    policy_version = models.ForeignKey("store.PolicyVersion", models.CASCADE, related_name="+")
    read_until = models.BigIntegerField()
    rows = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        """One for a customer."""

        db_table = "fresh_standing"

    def __str__(self) -> str:
        return self.customer_id


def made(model: type[OfDay], rows: Sequence[Mapping[str, Any]], day_id: int | None) -> list[Any]:
    """Make unsaved rows of a table from plain ones, whether new or read back from JSON."""
    return [
        model(day_id=day_id, **{name: typed(model, name, value) for name, value in row.items()})
        for row in rows
    ]


def typed(model: type[OfDay], name: str, value: Any) -> Any:
    """Read a value as its field keeps it."""
    return model._meta.get_field(name).to_python(value)
