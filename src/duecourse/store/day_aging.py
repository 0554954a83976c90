"""The aging of a day in the home currency, of all customers or of some, summed in the database."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Count, QuerySet, Sum

from duecourse.present.collected import Collected
from duecourse.present.numbers import brief
from duecourse.present.stakes import at_home
from duecourse.present.tables import BUCKETS
from duecourse.present.wording import words
from duecourse.store.positions import PositionCustomer, PositionDay, PositionPart
from duecourse.values.says import Language

OWED = BUCKETS[:-1]
UNALLOCATED = BUCKETS[-1]


@dataclass(frozen=True, slots=True)
class Aging:
    """What is owed by how late it is, and how many customers owe it."""

    amounts: Mapping[str, float]
    customers: Mapping[str, int]

    def says(self, currency: str, language: Language) -> str:
        """Say it in a sentence, for who does not see the bar."""
        overdue = sum(self.amounts[bucket] for bucket in OWED[1:])
        told = {
            "current": self.amounts["current"],
            "overdue": overdue,
            "oldest": self.amounts["90+"],
        }
        written = {name: str(brief(value, currency, language)) for name, value in told.items()}
        return words(language)("chart.aging", **written)


def aging_on(
    day: PositionDay, facts: Collected, seen: "QuerySet[PositionCustomer] | None"
) -> Aging:
    """Sum a day's open parts by bucket; currencies without a rate are left out."""
    parts = PositionPart.objects.filter(day=day, bucket__in=OWED)
    if seen is not None:
        parts = parts.filter(customer_id__in=seen.values("customer_id"))
    amounts = dict.fromkeys(BUCKETS, 0.0)
    for row in parts.values("bucket", "currency").annotate(total=Sum("open_amount")):
        amounts[row["bucket"]] += float(row["total"]) * facts.rates.get(row["currency"], 0.0)
    counts = parts.values_list("bucket").annotate(Count("customer_id", distinct=True))
    amounts[UNALLOCATED] = -unallocated_in(facts)
    return Aging(amounts, dict.fromkeys(OWED, 0) | dict(counts))


def unallocated_in(facts: Collected) -> float:
    """Sum what stands to customers' good: money that names no invoice is no part of one."""
    rows = facts.customers
    home = pc.fill_null(at_home(rows["unallocated"], rows["to_home"]), pa.scalar(0.0))
    return float(pc.sum(home, min_count=0).as_py())
