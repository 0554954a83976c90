"""Worklist: what is wrong with the facts, what to do about it, and how many rows it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from duecourse.present.problems import in_order, sentences
from duecourse.services.rights import Right
from duecourse.values.problems import Problem, to_mend
from duecourse.values.says import Language
from duecourse.web.allowed import allowed
from duecourse.web.frame import day_in_use
from duecourse.web.imports.recent import with_problems

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Kind:
    """Problems of one kind: the first of them in words, and where they all are."""

    says: str
    mend: str
    problems: Sequence[Problem]

    @property
    def shown(self) -> Sequence[Problem]:
        """Return as many as a page lists."""
        return self.problems[:SHOWN]

    @property
    def more(self) -> int:
        """Count those that a page does not list."""
        return max(len(self.problems) - SHOWN, 0)


@allowed(Right.FACTS)
@require_safe
def facts(request: HttpRequest) -> HttpResponse:
    """List the problems of the day's position by kind, the most frequent first."""
    day = day_in_use(request)
    if day is None:
        return redirect("overview")
    problems = to_mend(Problem(**one) for one in day.problems)
    shown = {
        "kinds": kinds_of(problems, request.language),
        "total": len(problems),
        "imports": with_problems(),
    }
    return render(request, "worklists/facts.html", shown)


def kinds_of(problems: Sequence[Problem], language: Language) -> list[Kind]:
    """Put problems of one kind together."""
    found: dict[str, list[Problem]] = {}
    for one in in_order(problems):
        found.setdefault(one.code, []).append(one)
    kinds = [Kind(*sentences(many[0], language), problems=many) for many in found.values()]
    return sorted(kinds, key=lambda kind: -len(kind.problems))
