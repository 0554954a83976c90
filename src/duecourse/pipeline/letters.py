"""What is written to whom, with the interest it asks for, and what could not be worked out."""

from dataclasses import dataclass

from duecourse.act.dunning import dunning
from duecourse.pipeline.books import Books
from duecourse.pipeline.interest import late_interest_of
from duecourse.policy.shapes import Policy
from duecourse.values.frames import Frame
from duecourse.values.problems import Problem


@dataclass(frozen=True, slots=True)
class Letters:
    """The plan of a day, kept: ``dunning`` and ``not_dunned`` of docs/architecture.md."""

    planned: Frame
    left_out: Frame
    problems: tuple[Problem, ...]


def letters_of(books: Books, policy: Policy) -> Letters:
    """Plan the dunning of the day, late interest beside it.

    Source: docs/algorithms/dunning.md, late-interest.md.
    """
    keep = books.ledger.keep
    interest, problems = late_interest_of(books, policy.late_interest)
    planned, left_out = dunning(
        books.open_parts_rated(),
        books.ledger,
        policy=policy.dunning,
        as_of=books.as_of,
        cash=books.cash,
        interest=keep(interest),
    )
    return Letters(keep(planned), keep(left_out), problems)
