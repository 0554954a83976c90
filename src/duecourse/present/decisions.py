"""The ten decisions of today: what waits, why, how much money hangs on it, who decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from duecourse.policy.shapes import DunningLevel
from duecourse.present.collected import Collected
from duecourse.present.grounds import Grounds, grounds_of
from duecourse.present.numbers import brief
from duecourse.present.problems import sentences
from duecourse.present.stakes import KINDS, LAST, LATER, at_home, cases, rates_of
from duecourse.present.wording import words
from duecourse.values.problems import to_mend
from duecourse.values.says import Language

MOST = 10
NAMED = 2
"""Sentences of why per decision; what else waits is only named."""
STEPS = 3
"""What is for today, what may come after it, what only the calendar asks for."""
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that a person should decide today.

    ``stake`` is in the home currency, None where no rate is known; ``stake_is`` says what it
    counts; ``also`` are further things that wait with the same customer.
    """

    kind: str
    title: str
    customer_id: str
    customer: str
    grade: str
    why: tuple[str, ...]
    stake: float | None
    stake_is: str
    step: str
    who: str
    also: tuple[str, ...] = ()

    def stake_text(self, currency: str, language: Language) -> str:
        """Write the money at stake as a summary does."""
        return str(brief(self.stake, currency, language))


def ten_decisions(facts: Collected, language: Language) -> tuple[Decision, ...]:
    """Choose the decisions of today: what is urgent first, then by the money at stake.

    Problems in the facts always have a place, the last one, for all figures stand on them.
    """
    problems = problem_decisions(facts, language)
    found = [*letter_decisions(facts, language), *customer_decisions(facts, language)]
    most = MOST - len(problems)
    return (*sorted(found, key=by_urgency)[:most], *problems)


def by_urgency(decision: Decision) -> tuple[int, bool, float, str]:
    """Sort by step, within it by money, unknown last; ties by customer."""
    known = decision.stake is not None
    return (step_of(decision.kind), not known, -(decision.stake or 0.0), decision.customer_id)


def step_of(kind: str) -> int:
    """Say when a decision is due: 0 today, 1 after that, 2 last.

    >>> step_of("hold"), step_of("letters"), step_of("limit_cut"), step_of("review_due")
    (0, 0, 1, 2)
    """
    return 2 if kind in LAST else int(kind in LATER)


def customer_decisions(facts: Collected, language: Language) -> list[Decision]:
    """Make one decision for each of the customers that come first."""
    waiting = cases(facts)
    ids = pa.array(first_customers(waiting), pa.string())
    rows = named(facts.customers, ids)
    own = waiting.filter(pc.is_in(waiting["customer_id"], ids)).to_pylist()
    grounds = grounds_of(facts, language)
    return [
        customer_decision(
            rows[name], [case for case in own if case["customer_id"] == name], grounds
        )
        for name in ids.to_pylist()
    ]


def first_customers(waiting: pa.Table) -> list[str]:
    """Choose the customers whose most urgent step comes first, by the most money within it."""
    step = pc.add(
        pc.is_in(waiting["kind"], pa.array([*LATER, *LAST])).cast(pa.int8()),
        pc.is_in(waiting["kind"], pa.array(LAST)).cast(pa.int8()),
    )
    largest = (
        waiting.append_column("step", step)
        .group_by(["customer_id", "step"])
        .aggregate([("stake", "max")])
    )
    order = [("step", "ascending"), ("stake_max", "descending"), ("customer_id", "ascending")]
    enough = largest.take(pc.sort_indices(largest, order)[: MOST * STEPS])
    return list(dict.fromkeys(enough["customer_id"].to_pylist()))[:MOST]


def named(table: pa.Table, ids: pa.Array) -> dict[str, Row]:
    """Take the rows of some customers, by id."""
    rows = table.filter(pc.is_in(table["customer_id"], ids)).to_pylist()
    return {row["customer_id"]: row for row in rows}


def customer_decision(row: Row, waiting: Iterable[Row], grounds: Grounds) -> Decision:
    """Word what waits with one customer: the most urgent first, the rest beside it.

    The money is the largest of what is as urgent as the first.
    """
    in_order = sorted(waiting, key=lambda case: KINDS.index(case["kind"]))
    first = in_order[0]
    equal = [case for case in in_order if step_of(case["kind"]) == step_of(first["kind"])]
    largest = max(equal, key=lambda case: case["stake"] or 0.0)
    word = words(grounds.language)
    return Decision(
        kind=first["kind"],
        title=word(f"decision.{first['kind']}.title"),
        customer_id=row["customer_id"],
        customer=row["name"],
        grade=row["grade"] or "",
        why=tuple(grounds.why(case, row) for case in in_order[:NAMED]),
        stake=largest["stake"],
        stake_is=word(f"decision.{largest['kind']}.stake"),
        step=word(f"decision.{first['kind']}.step"),
        who=grounds.who(first["kind"], row),
        also=tuple(word(f"decision.{case['kind']}.title") for case in in_order[1:]),
    )


def letter_decisions(facts: Collected, language: Language) -> list[Decision]:
    """Make one decision of the letters of each level: send them, or keep some back.

    A call has no letter's tone; it is decided at its own level.
    """
    due = facts.dunning.filter(pc.not_equal(facts.dunning["action"], "hand_over"))
    spoken = pc.coalesce(due["letter_level"], due["level"])
    home = at_home(due["chase_amount"], rates_of(due, facts.rates))
    levels = (
        due.append_column("home", home)
        .append_column("spoken", spoken)
        .group_by("spoken")
        .aggregate([("home", "sum"), ("part", "count"), ("customer_id", "count_distinct")])
    )
    of = {level.id: level for level in facts.position.policy.dunning.levels}
    return [
        letter_decision(row, of[row["spoken"]], language)
        for row in levels.to_pylist()
        if of[row["spoken"]].action != "hand_over"
    ]


def letter_decision(row: Row, level: DunningLevel, language: Language) -> Decision:
    """Word the letters of one level."""
    word, says = words(language), level.says.in_language(language)
    counts = {"customers": row["customer_id_count_distinct"], "parts": row["part_count"]}
    return Decision(
        kind="letters",
        title=word("decision.letters.title", level=says),
        customer_id="",
        customer=word("decision.letters.to", **counts),
        grade="",
        why=(word("decision.letters.why", days=level.after_days, **counts),),
        stake=row["home_sum"],
        stake_is=word("decision.letters.stake"),
        step=word("decision.letters.step"),
        who=word("role.finance"),
    )


def problem_decisions(facts: Collected, language: Language) -> list[Decision]:
    """Make one decision of all that is to be mended in the facts; none where nothing is."""
    problems = to_mend(facts.position.problems)
    if not problems:
        return []
    word = words(language)
    return [
        Decision(
            kind="problems",
            title=word("decision.problems.title"),
            customer_id="",
            customer=word("decision.problems.of", count=len(problems)),
            grade="",
            why=tuple(sentences(problem, language)[0] for problem in problems[:NAMED]),
            stake=None,
            stake_is=word("decision.problems.stake"),
            step=word("decision.problems.step"),
            who=word("role.finance"),
        )
    ]
