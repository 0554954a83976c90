"""The reasons beside a verdict: what cost most points, then every cap and hold that fires."""

from collections.abc import Mapping
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from duecourse.policy.shapes import Policy
from duecourse.present.collected import Specs
from duecourse.present.digits import shortened, written
from duecourse.present.filled import chained, filled, looked_up, text_column
from duecourse.present.numbers import MINUS
from duecourse.present.wording import words
from duecourse.values.measure_spec import Unit
from duecourse.values.says import Language

MOST = 3
"""Criteria named per customer; the rest cost less and stand in the points."""
SEPARATOR = "; "
UNIT_DIGITS: Mapping[Unit, int] = {
    "money": 2,
    "days": 2,
    "count": 0,
    "months": 0,
    "ratio": 2,
    "points": 2,
    "z": 2,
}
OBSERVATION = "observation"


def reasons_of(
    customers: pa.Table, points: pa.Table, *, policy: Policy, specs: Specs, language: Language
) -> pa.Array:
    """Say for every customer why it stands where it stands, in the order of ``customers``.

    Shapes:
        customers: customer_id, cap, holds (ids joined by a blank)
        points: customer_id, criterion, value, points, cost (those that cost something)
        returns: one sentence a customer, parts joined by "; "; empty where nothing counts
    """
    ids = customers["customer_id"].combine_chunks()
    costliest = worded_points(ranked(points), policy=policy, specs=specs, language=language)
    said = [in_place(ids, costliest, place) for place in range(MOST)]
    rules = [
        rule_sentences(text_column(customers, "cap"), cap_says(policy, language)),
        rule_sentences(text_column(customers, "holds"), hold_says(policy, language)),
    ]
    return chained([*said, *rules], SEPARATOR)


def ranked(points: pa.Table) -> pa.Table:
    """Keep each customer's costliest criteria and count them from 0 in a column ``place``."""
    by = [("customer_id", "ascending"), ("cost", "descending"), ("criterion", "ascending")]
    table = points.take(pc.sort_indices(points, by)).combine_chunks()
    codes = text_column(table, "customer_id").dictionary_encode().indices.to_numpy()
    order = np.arange(len(codes))
    first = np.diff(codes, prepend=-1) != 0
    place = order - np.maximum.accumulate(np.where(first, order, 0))
    return table.append_column("place", pa.array(place)).filter(pa.array(place < MOST))


def worded_points(
    costliest: pa.Table, *, policy: Policy, specs: Specs, language: Language
) -> pa.Table:
    """Add a column ``says``: the criterion, the value, the points it earned."""
    says = {item.measure: item.says.in_language(language) for item in policy.criteria}
    criterion = text_column(costliest, "criterion")
    blanks = {
        "says": looked_up(criterion, says),
        "value": values_in_words(costliest, specs, language),
        "points": shortened(written(costliest["points"].combine_chunks(), 2)),
    }
    return costliest.append_column("says", filled(words(language)("reason.points"), blanks))


def values_in_words(costliest: pa.Table, specs: Specs, language: Language) -> pa.Array:
    """Write each value in the unit of its criterion; an unknown one is the word for it."""
    criterion, value = text_column(costliest, "criterion"), costliest["value"].combine_chunks()
    text = pa.nulls(len(value), pa.string())
    for measure in pc.unique(criterion).to_pylist():
        own = pc.equal(criterion, measure)
        text = pc.if_else(own, in_unit(value, specs[measure].unit, language), text)
    return pc.fill_null(text, words(language)("word.unknown"))


def in_unit(value: pa.Array, unit: Unit, language: Language) -> pa.Array:
    """Write numbers of one unit for people: shares as percentages, a true minus."""
    if unit != "share":
        return with_minus(shortened(written(value, UNIT_DIGITS[unit])))
    percent = with_minus(shortened(written(pc.multiply(value.cast(pa.float64()), 100.0), 1)))
    return filled(words(language)("word.percent"), {"number": percent})


def with_unit(value: pa.Array, unit: Unit, language: Language) -> pa.Array:
    """Write numbers of one unit where they stand alone: with the unit beside them."""
    text, units = in_unit(value, unit, language), unit_words(language)
    return filled(units[unit], {"number": text}) if unit in units else text


@cache
def unit_words(language: Language) -> dict[str, str]:
    """Gather how a number is said with each unit, once."""
    return words(language).group("measured")


def with_minus(text: pa.Array) -> pa.Array:
    """Set the true minus before a negative number."""
    return pc.replace_substring_regex(text, "^-", MINUS)


def in_place(ids: pa.Array, costliest: pa.Table, place: int) -> pa.Array:
    """Return for every customer the sentence that stands at one place, null where none does."""
    here = costliest.filter(pc.equal(costliest["place"], place)).combine_chunks()
    return text_column(here, "says").take(pc.index_in(ids, text_column(here, "customer_id")))


def rule_sentences(fired: pa.Array, says: Mapping[str, str]) -> pa.Array:
    """Word lists of rule ids joined by blanks; few different lists occur, each is worded once."""
    lists = [text for text in pc.unique(fired).to_pylist() if text]
    worded = {text: SEPARATOR.join(says.get(rule, rule) for rule in text.split()) for text in lists}
    return looked_up(fired, worded)


def cap_says(policy: Policy, language: Language) -> dict[str, str]:
    """Word the grade caps by id, the end of observation among them."""
    caps = {cap.id: cap.says.in_language(language) for cap in policy.caps}
    if policy.observation is None:
        return caps
    return caps | {OBSERVATION: policy.observation.says.in_language(language)}


def hold_says(policy: Policy, language: Language) -> dict[str, str]:
    """Word the holds by id: the policy's own, and those that people set."""
    own = {hold.id: hold.says.in_language(language) for hold in policy.holds}
    return words(language).group("hold") | own
