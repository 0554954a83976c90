"""Why a customer stands where it stands: points, caps and holds, each in the policy's words."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policy.shapes import Policy
from duecourse.present.reasons import cap_says, hold_says, with_unit
from duecourse.present.wording import words
from duecourse.store.positions import PositionAlert, PositionCustomer, PositionPoint
from duecourse.values.measure_spec import Unit
from duecourse.values.says import Language

HALF = 50
MOST = 4


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: its words, its value in words, what it earned of what it could earn."""

    says: str
    value: str
    earned: float | None
    possible: float
    cost: float

    @property
    def share(self) -> float:
        """Return the share earned."""
        return (self.earned or 0.0) / self.possible if self.possible else 0.0

    @property
    def css(self) -> str:
        """Colour a criterion that earned less than half as late money is."""
        return "f-use" if self.share * 100 > HALF else "f-over"


@dataclass(frozen=True, slots=True)
class Reasons:
    """Everything that speaks for the verdict."""

    criteria: Sequence[Criterion]
    caps: Sequence[str]
    holds: Sequence[str]

    @property
    def costliest(self) -> list[Criterion]:
        """Return the criteria that cost most points."""
        costly = [one for one in self.criteria if one.cost > 0]
        return sorted(costly, key=lambda one: -one.cost)[:MOST]

    @property
    def unknown(self) -> list[Criterion]:
        """Return the criteria that took no part, because nothing is known."""
        return [one for one in self.criteria if one.earned is None]


def reasons_of(
    row: PositionCustomer, points: Sequence[PositionPoint], policy: Policy, language: Language
) -> Reasons:
    """Word the reasons of a customer's verdict."""
    of = {point.criterion: point for point in points}
    whole = sum(point.weight for point in points if point.points is not None) or 1.0
    rules = [rule for rule in policy.criteria if rule.measure in of]
    values = measured([(rule.measure, of[rule.measure].value) for rule in rules], language)
    criteria = tuple(
        criterion(of[rule.measure], rule.says.in_language(language), value, whole)
        for rule, value in zip(rules, values, strict=True)
    )
    caps, holds = cap_says(policy, language), hold_says(policy, language)
    return Reasons(
        criteria=criteria,
        caps=said(row.cap, caps),
        holds=said(row.holds, holds),
    )


def said(ids: str | None, says: Mapping[str, str]) -> tuple[str, ...]:
    """Word a list of ids joined by blanks."""
    return tuple(says.get(rule, rule) for rule in (ids or "").split())


def criterion(point: PositionPoint, says: str, value: str, whole: float) -> Criterion:
    """Word one criterion; its points count by its share of the weights that are known."""
    possible = 100 * point.weight / whole
    known = point.points is not None
    return Criterion(
        says=says,
        value=value,
        earned=possible * point.points / 100 if known else None,
        possible=possible,
        cost=point.cost or 0.0,
    )


def measured(values: Sequence[tuple[str, float | None]], language: Language) -> list[str]:
    """Write the values of some measures, each with its unit; those of one unit at once."""
    texts = [words(language)("word.unknown")] * len(values)
    units: dict[Unit, list[int]] = defaultdict(list)
    for place, (measure, value) in enumerate(values):
        if value is not None:
            units[VOCABULARY[measure].unit].append(place)
    for unit, places in units.items():
        numbers = pa.array([values[place][1] for place in places], pa.float64())
        written = with_unit(numbers, unit, language).to_pylist()
        for place, text in zip(places, written, strict=True):
            texts[place] = text
    return texts


@dataclass(frozen=True, slots=True)
class Alert:
    """What rings: how loudly, the rule's sentence, value and bound in words."""

    customer_id: str
    rule: str
    severity: str
    says: str
    value: str
    threshold: str


def alerts_in_words(
    alerts: Sequence[PositionAlert], policy: Policy, language: Language
) -> list[Alert]:
    """Word alerts by the policy's rules; a rule that the policy has no more is left out."""
    rules = {rule.id: rule for rule in policy.alerts}
    ringing = [alert for alert in alerts if alert.rule in rules]
    measures = [rules[alert.rule].when.measure for alert in ringing]
    reached = measured(
        [(name, one.value) for name, one in zip(measures, ringing, strict=True)], language
    )
    bounds = measured(
        [(name, one.threshold) for name, one in zip(measures, ringing, strict=True)], language
    )
    return [
        Alert(
            customer_id=alert.customer_id,
            rule=alert.rule,
            severity=alert.severity,
            says=rules[alert.rule].says.in_language(language),
            value=value,
            threshold=bound,
        )
        for alert, value, bound in zip(ringing, reached, bounds, strict=True)
    ]
