"""A file that waits: while it is read, what is in it, how it is read, whether it is kept."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duecourse.present.refusals import refusal_text
from duecourse.present.wording import words
from duecourse.services.import_waiting import begin_keeping, discard, read_anew, waiting_of
from duecourse.services.rights import Right
from duecourse.services.save_mapping import save_mapping
from duecourse.store.import_batches import ImportBatch, SavedMapping
from duecourse.store.import_jobs import ImportJob, JobState
from duecourse.values.problems import to_mend
from duecourse.values.refusals import Refusal
from duecourse.web.allowed import allowed
from duecourse.web.imports.front import place_of
from duecourse.web.imports.mapping_form import (
    DATE_FORMATS,
    DECIMALS,
    UNITS,
    tables_shown,
    text_of_form,
)
from duecourse.web.imports.problem_kinds import kinds_of, problems_file, problems_in
from duecourse.web.imports.work import begin_keeping_it, begin_reading
from duecourse.web.toasts import toast

Act = Callable[[HttpRequest, ImportJob], HttpResponse]
COUNTED = ("new", "corrected", "known")
CURRENCY_LETTERS = 3
NAME_LENGTH = 100


def about(act: Act) -> Callable[[HttpRequest, int], HttpResponse]:
    """Find what waits; what is gone, or refuses, leads back with a word about why."""

    @wraps(act)
    def found(request: HttpRequest, number: int) -> HttpResponse:
        try:
            job = waiting_of(request.user, number)
        except Refusal as refusal:
            toast(request, refusal_text(refusal, request.language))
            return redirect("imports")
        try:
            return act(request, job)
        except Refusal as refusal:
            toast(request, refusal_text(refusal, request.language))
            return redirect(place_of(job))

    return found


@allowed(Right.IMPORT)
@require_safe
@about
def waiting(request: HttpRequest, job: ImportJob) -> HttpResponse:
    """Show how far the work is, then what was seen; what is kept leads to the overview."""
    if job.at_work:
        return render(request, "imports/working.html", {"job": job})
    if request.htmx:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = request.path
        return answer
    if job.state == JobState.KEPT:
        return kept(request, job)
    return render(request, "imports/look.html", shown_of(request, job))


def kept(request: HttpRequest, job: ImportJob) -> HttpResponse:
    """Say once that it is kept, with the way back, and go where the figures are."""
    word = words(request.language)
    if job.batch is not None:
        text = word("web.imports.kept", number=job.batch.pk, file=job.file_name)
        undo = reverse("import-take-back", args=[job.batch.pk])
        toast(request, text, undo=undo, reason=word("web.imports.undone"))
    return redirect("overview")


def shown_of(request: HttpRequest, job: ImportJob) -> dict[str, Any]:
    """Gather what the page of a look shows."""
    seen, problems = job.seen, problems_in(job.problems)
    effects = seen.get("effects")
    stated = seen.get("stated_on")
    known = ImportBatch.objects.filter(pk=seen.get("known")).select_related("user").first()
    return {
        "job": job,
        "seen": seen,
        "known": known,
        "stated_on": date.fromisoformat(stated) if stated else None,
        "refused": job.refusal.get(request.language, ""),
        "rows": sum(one["rows"] for one in seen.get("tables", ())),
        "effects": None if effects is None else summed(effects),
        "kinds": kinds_of(problems, request.language),
        "to_mend": len(to_mend(problems)),
        "tables": tables_shown(seen),
        "date_formats": DATE_FORMATS,
        "decimals": DECIMALS,
        "units": UNITS,
        "saved": SavedMapping.objects.values_list("name", flat=True),
    }


def summed(effects: dict[str, dict[str, int]]) -> dict[str, int]:
    """Add up over all tables what keeping would do."""
    return {name: sum(one[name] for one in effects.values()) for name in COUNTED}


@allowed(Right.IMPORT)
@require_POST
@about
def keep_waiting(request: HttpRequest, job: ImportJob) -> HttpResponse:
    """Keep all good rows of a source, then work out the day."""
    begin_keeping(job, request.user)
    begin_keeping_it(job, request.user)
    return redirect(place_of(job))


@allowed(Right.IMPORT)
@require_POST
@about
def discard_waiting(request: HttpRequest, job: ImportJob) -> HttpResponse:
    """Keep nothing of a source, and remove it."""
    discard(job, request.user)
    toast(request, words(request.language)("web.imports.discarded", file=job.file_name))
    return redirect("imports")


@allowed(Right.IMPORT)
@require_POST
@about
def map_waiting(request: HttpRequest, job: ImportJob) -> HttpResponse:
    """Read a source another way; the mapping is saved where it is given a name."""
    how = how_asked(request, job)
    name = request.POST.get("save_as", "").replace("\x00", "").strip()[:NAME_LENGTH]
    if name and how["mapping"]:
        save_mapping(name, str(how["mapping"]), request.user)
        how["mapping_name"] = name
    begin_reading(read_anew(job, request.user, how))
    return redirect(place_of(job))


def how_asked(request: HttpRequest, job: ImportJob) -> dict[str, Any]:
    """Read how a source is to be read: by itself, as a saved mapping says, or as the form does."""
    form = request.POST
    currency = form.get("currency", "").strip().upper()
    how: dict[str, Any] = {
        "currency": currency if len(currency) == CURRENCY_LETTERS and currency.isalpha() else "",
        "complete": form.get("complete") == "1",
        "mapping": job.mapping,
        "mapping_name": job.mapping_name,
    }
    match form.get("by"):
        case "itself":
            how |= {"mapping": "", "mapping_name": ""}
        case "saved":
            saved = SavedMapping.objects.filter(name=form.get("saved", "")).first()
            if saved is not None:
                how |= {"mapping": saved.text, "mapping_name": saved.name}
        case "text":
            how |= {"mapping": form.get("text", "").replace("\x00", ""), "mapping_name": ""}
        case "columns":
            text = text_of_form(form, job.seen, folder=job.source.is_dir())
            how |= {"mapping": text, "mapping_name": ""}
    return how


@allowed(Right.IMPORT)
@require_safe
@about
def waiting_problems(request: HttpRequest, job: ImportJob) -> HttpResponse:
    """Send the problems of a source as a file."""
    return problems_file(problems_in(job.problems), "problems.csv", request.language)
