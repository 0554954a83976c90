"""The page of imports: send a file, what waits for a decision, what was imported."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Func, IntegerField, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duecourse.outside.template_workbook import write_template
from duecourse.present.refusals import refusal_text
from duecourse.services.import_waiting import KINDS, interrupted_if_silent, receive_files
from duecourse.services.rights import Right, may
from duecourse.store.import_batches import ImportBatch, ImportState
from duecourse.store.import_jobs import ImportJob, JobState, jobs_of
from duecourse.store.people import User
from duecourse.values.refusals import Refusal
from duecourse.web.allowed import allowed
from duecourse.web.imports.work import begin_reading, today
from duecourse.web.paging import page_of
from duecourse.web.toasts import toast

MEGABYTE = 1 << 20
COUNTED = ("new", "corrected", "known")
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allowed(Right.IMPORTS)
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """List what waits for a decision and what was imported, the newest first."""
    q = request.GET.get("q", "").strip()
    page = page_of(request, batches_named(q))
    told = [(batch, counts_of(batch)) for batch in page.object_list]
    shown = {"page": page, "batches": told, "q": q, **sending(request.user)}
    return render(request, "imports/list.html", shown)


def batches_named(q: str) -> "QuerySet[ImportBatch]":
    """List the batches of a name; only how many problems they have, not which."""
    how_many = Func(
        "problems",
        function=length_of_json(),
        output_field=IntegerField(),
    )
    found = ImportBatch.objects.exclude(state=ImportState.READ).select_related("user")
    found = found.annotate(problem_count=how_many).defer("problems", "mapping")
    return found.filter(file_name__icontains=q) if q else found


def length_of_json() -> str:
    """Name the database's function that counts the items of a list in JSON."""
    return "jsonb_array_length" if connection.vendor == "postgresql" else "json_array_length"


def counts_of(batch: ImportBatch) -> dict[str, int]:
    """Add up what an import made: new, corrected, known."""
    return {name: sum(one[name] for one in batch.counts.values()) for name in COUNTED}


def sending(user: User) -> dict[str, Any]:
    """Give what a page needs for sending a file: the kinds, the bound, what waits already."""
    if not may(user, Right.IMPORT):
        return {"may_import": False}
    waiting = jobs_of(user).exclude(state=JobState.KEPT).defer("seen", "problems", "mapping")
    return {
        "may_import": True,
        "kinds": ",".join(KINDS),
        "most": settings.UPLOAD_LIMIT // MEGABYTE,
        "waiting": [interrupted_if_silent(job) for job in waiting],
    }


@allowed(Right.IMPORT)
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take what a person sends, begin to read it, and show what is in it."""
    files = [(one.name, one.chunks()) for one in request.FILES.getlist("files")]
    try:
        jobs = receive_files(request.user, files)
    except Refusal as refusal:
        toast(request, refusal_text(refusal, request.language))
        return redirect("imports")
    for job in jobs:
        begin_reading(job, first=True)
    return redirect("imports") if len(jobs) > 1 else redirect(place_of(jobs[0]))


def place_of(job: ImportJob) -> str:
    """Return the address of what waits."""
    return reverse("import-waiting", args=[job.pk])


@allowed(Right.IMPORTS)
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Send the workbook that a small firm fills in."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "receivables.xlsx"
        write_template(path, request.language, as_of=today())
        answer = HttpResponse(path.read_bytes(), content_type=SHEETS)
    answer["Content-Disposition"] = 'attachment; filename="receivables.xlsx"'
    return answer
