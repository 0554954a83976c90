"""The catalogue: every measure a policy may name, in one visible list."""

from duecourse.measures import bad_debt, behaviour, collection, dso, exposure, owing, relationship
from duecourse.values.measure_spec import MeasureSpec

CATALOGUE: tuple[MeasureSpec, ...] = (
    *owing.SPECS,
    *exposure.SPECS,
    *behaviour.SPECS,
    *relationship.SPECS,
    *dso.SPECS,
    *collection.SPECS,
    *bad_debt.SPECS,
)
MEASURES = {spec.name: spec for spec in CATALOGUE}
