"""One import: what it brought, what was wrong with it, what rests on it, and taking it back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from duecourse.present.refusals import refusal_text
from duecourse.present.wording import words
from duecourse.services.rights import Right, may
from duecourse.services.take_back_import import NotTakenBack, refuse_where_rested_on, take_back
from duecourse.store.import_batches import ImportBatch, ImportState
from duecourse.values.problems import to_mend
from duecourse.values.refusals import Refusal
from duecourse.values.says import Language
from duecourse.web.allowed import allowed
from duecourse.web.imports.front import counts_of
from duecourse.web.imports.problem_kinds import kinds_of, problems_file, problems_in
from duecourse.web.imports.work import begin_position
from duecourse.web.toasts import toast


@allowed(Right.IMPORTS)
@require_safe
def batch(request: HttpRequest, number: int) -> HttpResponse:
    """Show one import."""
    found = get_object_or_404(
        ImportBatch.objects.select_related("user", "kept", "taken_back", "taken_back__user"),
        pk=number,
    )
    problems = problems_in(found.problems)
    shown = {
        "batch": found,
        "counts": counts_of(found),
        "kinds": kinds_of(problems, request.language),
        "to_mend": len(to_mend(problems)),
        "may_import": may(request.user, Right.IMPORT),
        "rests": rests_on(found, request.language),
    }
    return render(request, "imports/batch.html", shown)


def rests_on(found: ImportBatch, language: Language) -> str:
    """Say what rests on an import; nothing where it can be taken back, or is already."""
    if found.state != ImportState.KEPT or found.kept is None:
        return ""
    try:
        refuse_where_rested_on(found, found.kept)
    except NotTakenBack as refusal:
        return refusal_text(refusal, language)
    return ""


@allowed(Right.IMPORT)
@require_POST
def take_back_batch(request: HttpRequest, number: int) -> HttpResponse:
    """Take an import back with a reason, then work out the day without it."""
    word = words(request.language)
    reason = request.POST.get("reason", "").replace("\x00", "").strip()
    if not reason:
        toast(request, word("web.imports.reason_missing"))
        return redirect("import-batch", number)
    try:
        done = take_back(number, request.user, reason=reason)
    except Refusal as refusal:
        toast(request, refusal_text(refusal, request.language))
        return redirect("imports")
    begin_position(request.user)
    toast(request, word("web.imports.taken_back", number=number, file=done.file_name))
    return redirect("imports")


@allowed(Right.IMPORTS)
@require_safe
def batch_problems(request: HttpRequest, number: int) -> HttpResponse:
    """Send the problems of an import as a file."""
    found = get_object_or_404(ImportBatch, pk=number)
    name = f"problems-{number}.csv"
    return problems_file(problems_in(found.problems), name, request.language)
