"""The catalogue: every measure a policy may name, in one visible list."""

from duecourse.measures import (
    bad_debt,
    behaviour,
    collection,
    concentration,
    country_risk,
    disputes,
    distress,
    dso,
    exposure,
    high_risk,
    order_surge,
    owing,
    ratios,
    relationship,
    signals,
    standing,
)
from duecourse.values.measure_spec import MeasureSpec

CATALOGUE: tuple[MeasureSpec, ...] = (
    *owing.SPECS,
    *disputes.SPECS,
    *exposure.SPECS,
    *behaviour.SPECS,
    *relationship.SPECS,
    *standing.SPECS,
    *ratios.SPECS,
    *distress.SPECS,
    *country_risk.SPECS,
    *order_surge.SPECS,
    *signals.SPECS,
    *concentration.SPECS,
    *high_risk.SPECS,
    *dso.SPECS,
    *collection.SPECS,
    *bad_debt.SPECS,
)
MEASURES = {spec.name: spec for spec in CATALOGUE}
