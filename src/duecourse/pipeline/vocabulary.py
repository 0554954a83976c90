"""Every name a policy may use: what is measured, what assessing adds, what deciding adds."""

from collections.abc import Mapping

from duecourse.assess.specs import ASSESSED
from duecourse.decide.specs import DECIDED
from duecourse.measures.catalogue import CATALOGUE
from duecourse.values.measure_spec import MeasureSpec

VOCABULARY: Mapping[str, MeasureSpec] = {
    spec.name: spec for spec in (*CATALOGUE, *ASSESSED, *DECIDED)
}
