"""Which letters a person may see, and how a letter is read for its page."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from duecourse.outside.letter_pdf import letter_pdf
from duecourse.policy.shapes import Policy
from duecourse.present.letter import LetterFacts, Wording, asked, balance, plain_text
from duecourse.services.rights import only_own
from duecourse.store.letter_making import company_of, facts_of
from duecourse.store.outbox import Letter
from duecourse.store.people import User
from duecourse.store.policy_in_force import policy_of


def letters_seen_by(user: User) -> "QuerySet[Letter]":
    """Return the letters that a person may see; sales those to its own customers."""
    letters = Letter.objects.all()
    if not only_own(user):
        return letters
    return letters.filter(salesperson=user.salesperson) if user.salesperson else letters.none()


def letter_or_404(request: HttpRequest, number: int) -> Letter:
    """Return a letter that this person may see; another is as if there were none."""
    seen = letters_seen_by(request.user).select_related(
        "policy_version", "made_by", "approved_by", "template", "template__made_by"
    )
    found = seen.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Shown:
    """A letter as its page shows it."""

    letter: Letter

    @cached_property
    def policy(self) -> Policy:
        """Return the policy that it was written by."""
        return policy_of(self.letter.policy_version)

    @cached_property
    def facts(self) -> LetterFacts:
        """Return what it says of the debt."""
        return facts_of(self.letter, company=company_of(self.policy, self.letter))

    @property
    def wording(self) -> Wording:
        """Return its subject and text."""
        return Wording(self.letter.subject, self.letter.body)

    @property
    def text(self) -> str:
        """Write what is read in a mail, or copied into a chat."""
        return plain_text(self.facts, self.letter.body)

    @property
    def sums(self) -> dict[str, object]:
        """Add up what it asks for, or the balance that it states, by currency."""
        return dict(asked(self.facts.lines) or balance(self.facts.account))

    @property
    def level(self) -> object:
        """Return the level at which it speaks; None for a statement."""
        ladder = self.policy.dunning.levels
        return next((one for one in ladder if one.id == self.letter.level), None)

    def paper(self) -> bytes:
        """Return the paper: as it was sent, else as it would be sent now."""
        if self.letter.pdf is not None:
            return bytes(self.letter.pdf)
        return letter_pdf(self.facts, self.wording)
