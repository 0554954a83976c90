"""Imports: files sent and looked at, kept or left, listed, taken back."""

from typing import Annotated

from django.http import HttpRequest
from ninja import File, Path, Query, Router, Status, UploadedFile

from duecourse.services.import_waiting import (
    begin_keeping,
    discard,
    receive_files,
    waiting_of,
)
from duecourse.services.rights import Right
from duecourse.services.take_back_import import NotTakenBack, take_back
from duecourse.store.import_batches import ImportBatch, ImportState
from duecourse.web.api.bearer import Scoped, token_of, user_who_may
from duecourse.web.api.import_schemas import (
    ImportOut,
    ImportsAsked,
    ImportsOut,
    TakeBackIn,
    WaitingListOut,
    WaitingOut,
    import_out,
    waiting_out,
)
from duecourse.web.api.problems import language_of
from duecourse.web.api.schemas import PROBLEMS
from duecourse.web.imports.work import begin_keeping_it, begin_position, begin_reading

import_router = Router(tags=["imports"])
Number = Annotated[int, Path(ge=1, le=2**53)]
READ, WRITE = Scoped("imports.read"), Scoped("imports.write")
ACCEPTED = 202


@import_router.post(
    "/imports",
    auth=WRITE,
    response={ACCEPTED: WaitingListOut, **PROBLEMS},
    summary="Send files to be looked at",
)
def send(request: HttpRequest, files: File[list[UploadedFile]]) -> Status:
    """Send a ledger: nothing of it is kept yet. Ask for what waits until it has been read."""
    user = token_of(request).user
    jobs = receive_files(user, [(one.name or "", one.chunks()) for one in files])
    for job in jobs:
        begin_reading(job, first=True)
    told = [waiting_told(request, job.pk) for job in jobs]
    return Status(ACCEPTED, WaitingListOut(waiting=told))


@import_router.get(
    "/imports/waiting/{number}",
    auth=WRITE,
    response={200: WaitingOut, **PROBLEMS},
    summary="Look at what was sent",
)
def waiting(request: HttpRequest, number: Number) -> WaitingOut:
    """Tell how far the work is, what was seen, and what is wrong with it."""
    return waiting_told(request, number)


def waiting_told(request: HttpRequest, number: int) -> WaitingOut:
    """Tell a source of whoever asks."""
    user = user_who_may(request, Right.IMPORT)
    return waiting_out(waiting_of(user, number), language_of(request))


@import_router.post(
    "/imports/waiting/{number}/keep",
    auth=WRITE,
    response={ACCEPTED: WaitingOut, **PROBLEMS},
    summary="Keep all good rows, or nothing",
)
def keep(request: HttpRequest, number: Number) -> Status:
    """Keep what was looked at, then work out the day."""
    user = token_of(request).user
    job = waiting_of(user, number)
    begin_keeping(job, user)
    begin_keeping_it(job, user)
    return Status(ACCEPTED, waiting_told(request, number))


@import_router.post(
    "/imports/waiting/{number}/discard",
    auth=WRITE,
    response={204: None, **PROBLEMS},
    summary="Keep nothing of it",
)
def leave(request: HttpRequest, number: Number) -> Status:
    """Remove what was sent."""
    user = token_of(request).user
    discard(waiting_of(user, number), user)
    return Status(204, None)


@import_router.get(
    "/imports", auth=READ, response={200: ImportsOut, **PROBLEMS}, summary="List imports"
)
def imports(request: HttpRequest, asked: Query[ImportsAsked]) -> ImportsOut:
    """List imports, the newest first; ``before`` is the number of the last one that was told."""
    user_who_may(request, Right.IMPORTS)
    found = ImportBatch.objects.exclude(state=ImportState.READ).select_related("user")
    if asked.before:
        found = found.filter(pk__lt=asked.before)
    page = [import_out(one) for one in found[: asked.limit]]
    return ImportsOut(imports=page, before=page[-1].number if len(page) == asked.limit else None)


@import_router.get(
    "/imports/{number}",
    auth=READ,
    response={200: ImportOut, **PROBLEMS},
    summary="Look at an import",
)
def one_import(request: HttpRequest, number: Number) -> ImportOut:
    """Tell an import."""
    user_who_may(request, Right.IMPORTS)
    found = ImportBatch.objects.select_related("user").filter(pk=number).first()
    if found is None:
        says = f"There is no import {number}."
        raise NotTakenBack(says, "no-such-import", number=number)
    return import_out(found)


@import_router.post(
    "/imports/{number}/take-back",
    auth=WRITE,
    response={200: ImportOut, **PROBLEMS},
    summary="Take an import back",
)
def back(request: HttpRequest, number: Number, why: TakeBackIn) -> ImportOut:
    """Take an import back while nothing rests on it, then work out the day without it."""
    user = token_of(request).user
    done = take_back(number, user, reason=why.reason)
    begin_position(user)
    return import_out(done)
