"""Long work of imports: beside the request that began it, its state in the database.

A job at work touches a file every two seconds. One that has not been heard of for half a minute
ended with its process: whoever looks next marks it as interrupted, and it can be begun anew.
"""

import logging
from collections.abc import Callable
from datetime import date, datetime
from threading import Event, Lock, Thread

from django.db import connections

from duecourse.engines.source_headers import source_tables
from duecourse.services.find_mapping import fitting_mapping
from duecourse.services.import_books import Look, Request, foreseen, keep, look
from duecourse.services.import_waiting import could_not, doing, remove_old, saw, was_kept
from duecourse.services.publish_policy import begin_with_preset
from duecourse.services.refresh_account import refresh_decided_since
from duecourse.services.take_position import take_position
from duecourse.store.import_jobs import BEATS_EVERY, ImportJob, beat
from duecourse.store.people import User
from duecourse.store.positions import latest_day
from duecourse.store.source_files import files_of
from duecourse.store.source_limits import refuse_beyond_bounds
from duecourse.values.problems import Problem
from duecourse.values.refusals import Refusal
from duecourse.web.imports.told import (
    told_of_look,
    told_of_problems,
    told_of_refusal,
    told_of_sources,
)

PATIENCE = 2.0
"""Seconds that a request waits: a small file is done by then, and its page comes at once."""
FORESEEN_ROWS = 200_000
"""Of more rows it is not counted beforehand which are new: that takes as long as keeping them."""
POLICY_STAGE = "policy"
ONE_AT_A_TIME = Lock()
log = logging.getLogger("duecourse.imports")
Work = Callable[[], None]


def begin_reading(job: ImportJob, *, first: bool = False) -> None:
    """Read a source; the first time through the mapping that was saved for its like."""
    begin(job, lambda: read(job, first=first))


def begin_keeping_it(job: ImportJob, user: User) -> None:
    """Keep a source, then work out the day, so that the overview tells of it."""
    begin(job, lambda: keep_it(job, user))


def begin_position(user: User) -> None:
    """Work out the day anew, after facts were taken back."""
    started(lambda: worked_out(None, user))


def begin(job: ImportJob, work: Work) -> None:
    """Begin a job's work, and wait a moment for it; whatever goes wrong is noted with the job."""
    started(lambda: heard(job, lambda: noted(job, work)))


def started(work: Work) -> None:
    """Do work in a thread of its own, with connections of its own."""

    def alone() -> None:
        try:
            with ONE_AT_A_TIME:
                work()
        except Exception:
            log.exception("work beside a request failed")
        finally:
            connections.close_all()

    thread = Thread(target=alone, name="duecourse-import", daemon=True)
    thread.start()
    thread.join(PATIENCE)


def heard(job: ImportJob, work: Work) -> None:
    """Say every two seconds that the work goes on."""
    over = Event()

    def beats() -> None:
        while not over.is_set():
            beat(job)
            over.wait(BEATS_EVERY)

    heart = Thread(target=beats, name="duecourse-beat", daemon=True)
    heart.start()
    try:
        work()
    finally:
        over.set()
        heart.join()


def noted(job: ImportJob, work: Work) -> None:
    """Note with the job why its work came to nothing."""
    try:
        work()
    except Refusal as refusal:
        problems: tuple[Problem, ...] = refusal.details.get("problems", ())  # type: ignore[assignment]
        could_not(job, told_of_refusal(refusal), told_of_problems(problems))
    except Exception:
        log.exception("an import failed: %s", job)
        failed = Refusal("The program failed at this file; its log says where.", "import-failed")
        could_not(job, told_of_refusal(failed), [])


def read(job: ImportJob, *, first: bool) -> None:
    """Look at a source and note what was seen, its headers even where nothing could be read."""
    remove_old()
    doing(job, "reading")
    refuse_beyond_bounds(files_of(job.source))
    tables = source_tables(job.source)
    doing(job, "reading", seen={"sources": told_of_sources(tables)})
    if first and (fitting := fitting_mapping(job.source)):
        doing(job, "reading", mapping=fitting.text, mapping_name=fitting.name)
        job.mapping = fitting.text
    looked = looked_at(job)
    doing(job, "counting")
    few = sum(one.rows for one in looked.tables) <= FORESEEN_ROWS
    effects = foreseen(looked) if few and looked.known_as is None else None
    saw(job, told_of_look(looked, effects, tables), told_of_problems(looked.problems))


def looked_at(job: ImportJob) -> Look:
    """Look at a source as its job says."""
    request = Request(job.source, job.mapping, job.currency, job.complete)
    return look(request, today=today())


def keep_it(job: ImportJob, user: User) -> None:
    """Keep a source and work out the day; what was kept before it was cut short stays."""
    batch = job.batch
    if batch is None:
        doing(job, "reading")
        looked = looked_at(job)
        doing(job, "keeping")
        batch = keep(looked, user)
        doing(job, "position", batch=batch)
    doing(job, "position")
    worked_out(batch.stated_on, user)
    was_kept(job, batch)


def worked_out(stated_on: date | None, user: User) -> None:
    """Work out the day, with the preset where there is no policy yet."""
    as_of = day_to_show(stated_on)
    begin_with_preset(as_of, stage=POLICY_STAGE)
    refresh_decided_since(take_position(as_of, user))


def day_to_show(stated_on: date | None) -> date:
    """Say which day is worked out: the first time that of the figures, then today's."""
    now, latest = today(), latest_day()
    if latest is None:
        return min(stated_on or now, now)
    return max(now, latest.as_of)


def today() -> date:
    """Return the day by this machine's clock."""
    return datetime.now().astimezone().date()
