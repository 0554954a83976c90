"""Why a decision waits, in one sentence with its numbers, and who may take it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow.compute as pc

from duecourse.policy.shapes import Policy
from duecourse.present.collected import Collected
from duecourse.present.numbers import amount, brief, number
from duecourse.present.reasons import cap_says, hold_says
from duecourse.present.tables import alerts_in_words
from duecourse.present.wording import words
from duecourse.values.says import Language

Row = Mapping[str, Any]
ALERTS_NAMED = 2
AMOUNTS = (
    "exposure",
    "overdue_amount",
    "effective_limit",
    "granted_limit",
    "recommended_limit",
)
"""Amounts of a customer that a sentence may name."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the sentences of decisions need to know beside the customer's own row."""

    policy: Policy
    home_currency: str
    alerts: Mapping[str, tuple[str, ...]]
    language: Language

    def why(self, case: Row, row: Row) -> str:
        """Word why one case waits."""
        blanks = self.blanks(case, row)
        return words(self.language)(f"decision.{case['kind']}.why", **blanks)

    def blanks(self, case: Row, row: Row) -> dict[str, str]:
        """Write out every number that a sentence may name."""
        currency, language = row["currency"], self.language
        over = -(row["headroom"] or 0)
        return {
            **{name: amount(row[name], currency, language) for name in AMOUNTS},
            "currency": currency,
            "over": amount(max(over, 0), currency, language),
            "score": number(row["score"], 2, language),
            "grade": row["grade"] or "",
            "before": row["grade_before_caps"] or "",
            "caps": self.listed(row["cap"], cap_says(self.policy, language)),
            "holds": self.listed(row["holds"], hold_says(self.policy, language)),
            "rule": self.rule(row["limit_rule"]),
            "alerts": self.joined(self.alerts.get(row["customer_id"], ())),
            "stake": str(brief(case["stake"], self.home_currency, language)),
            "days": number(case["days"], 0, language),
            "count": number(case["count"], 0, language),
        }

    def listed(self, ids: str | None, says: Mapping[str, str]) -> str:
        """Word a list of rule ids."""
        return self.joined(tuple(says.get(rule, rule) for rule in (ids or "").split()))

    def joined(self, sentences: tuple[str, ...]) -> str:
        """Join short sentences as the language does."""
        return words(self.language)("word.and").join(sentences)

    def rule(self, rule: str | None) -> str:
        """Name a limit rule; none binds where nothing was known."""
        word = words(self.language)
        return word.known(f"limit_rule.{rule}", rule) if rule else word("word.unknown")

    def who(self, kind: str, row: Row) -> str:
        """Name the role that may decide."""
        word = words(self.language)
        role = self.role(kind, row)
        return word.known(f"role.{role}", role)

    def role(self, kind: str, row: Row) -> str:
        """Find the role in the policy; where it names none, the one whose work it is."""
        if kind == "hand_over":
            return next((x.approval for x in self.policy.dunning.levels if x.approval), "manager")
        if kind == "hold":
            holds = (row["holds"] or "").split()
            return next((x.release_by for x in self.policy.holds if x.id in holds), "risk")
        if kind == "limit_cut":
            return self.authority(row)
        return {"dispute": "sales", "allocate": "finance"}.get(kind, "risk")

    def authority(self, row: Row) -> str:
        """Find the first role that may grant the recommended limit; without a rate, the last."""
        home = Decimal(str(row["recommended_limit"] or 0)) * Decimal(str(row["to_home"] or 0))
        roles = sorted(self.policy.authority, key=lambda one: one.grant_up_to)
        enough = [one.role for one in roles if one.grant_up_to >= home and row["to_home"]]
        return next(iter([*enough, *(one.role for one in reversed(roles))]), "risk")


def grounds_of(facts: Collected, language: Language) -> Grounds:
    """Gather the grounds of a position: its policy and what rings loudly, by customer."""
    ringing = alerts_in_words(facts, language).rows
    ringing = ringing.filter(pc.equal(ringing["severity"], "high"))
    template = words(language)("reason.alert")
    told: dict[str, tuple[str, ...]] = {}
    for row in ringing.to_pylist():
        said = (*told.get(row["customer_id"], ()), template.format(**row))
        told[row["customer_id"]] = said[:ALERTS_NAMED]
    return Grounds(facts.position.policy, facts.position.home_currency, told, language)
