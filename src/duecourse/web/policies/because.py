"""Why a draft changes something for a customer, each reason in the policy's own words."""

from dataclasses import dataclass, field

from duecourse.policy.shapes import Policy
from duecourse.present.numbers import number
from duecourse.present.reasons import cap_says, hold_says
from duecourse.present.terms_text import terms_in_words
from duecourse.present.wording import Words, words
from duecourse.store.policy_effects import PolicyEffectCustomer
from duecourse.values.says import Language


@dataclass(frozen=True, slots=True)
class Because:
    """Words the reasons by the two policies that are compared."""

    before: Policy
    after: Policy
    language: Language
    word: Words = field(init=False)

    def __post_init__(self) -> None:
        """Fetch the words of the language once."""
        object.__setattr__(self, "word", words(self.language))

    def of(self, row: PolicyEffectCustomer) -> list[str]:
        """Say what moved a customer: rules that fire or no longer do, points, the limit's rule."""
        caps = self.rules(row, "cap", cap_says(self.before, self.language), new=False)
        caps += self.rules(row, "cap", cap_says(self.after, self.language), new=True)
        holds = self.rules(row, "holds", hold_says(self.before, self.language), new=False)
        holds += self.rules(row, "holds", hold_says(self.after, self.language), new=True)
        return [*caps, *self.points(row), *holds, *self.limit(row), *self.terms(row)]

    def rules(
        self, row: PolicyEffectCustomer, name: str, says: dict[str, str], *, new: bool
    ) -> list[str]:
        """Name the rules of one kind that fire now and did not, or did and no longer do."""
        was, becomes = (set((side.get(name) or "").split()) for side in (row.was, row.becomes))
        key = "web.policies.fires" if new else "web.policies.fires_no_more"
        found = becomes - was if new else was - becomes
        return [self.word(key, says=says.get(rule, rule)) for rule in sorted(found)]

    def points(self, row: PolicyEffectCustomer) -> list[str]:
        """Name the criterion that moved the score most, where the grade changed by points."""
        cost = row.criterion_cost
        if row.criterion is None or cost is None or row.was["grade"] == row.becomes["grade"]:
            return []
        rules = {rule.measure: rule for rule in (*self.before.criteria, *self.after.criteria)}
        says = rules[row.criterion].says.in_language(self.language)
        if row.was["score"] == row.becomes["score"]:
            return []
        key = "web.policies.costs_more" if cost > 0 else "web.policies.costs_less"
        return [self.word(key, says=says, points=number(abs(cost), 1, self.language))]

    def limit(self, row: PolicyEffectCustomer) -> list[str]:
        """Name the rule that sizes the limit now, where the limit recommended changed."""
        if row.was["recommended_limit"] == row.becomes["recommended_limit"]:
            return []
        rule = row.becomes["limit_rule"]
        if rule is None:
            return []
        says = self.word.known(f"limit_rule.{rule}", rule)
        return [self.word("web.policies.sized_by", says=says)]

    def terms(self, row: PolicyEffectCustomer) -> list[str]:
        """Say that the terms of its grade changed, where its grade did not."""
        same = row.was["grade"] == row.becomes["grade"]
        was, becomes = (side["recommended_terms"] for side in (row.was, row.becomes))
        if not same or was == becomes or becomes is None:
            return []
        return [
            self.word(
                "web.policies.terms_of",
                grade=row.becomes["grade"] or "–",
                terms=terms_in_words(becomes, self.word),
            )
        ]
