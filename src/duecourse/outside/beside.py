"""Work that a second process does while this one goes on: it starts early and finds all loaded."""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from multiprocessing import get_context
from pathlib import Path

Begin = Callable[[Callable[..., Path], object, Path], Callable[[], Path]]
"""Begin to write something into a file; what it returns waits for the file, or raises why not."""


def beside(ready: Callable[[], None]) -> AbstractContextManager[Begin]:
    """Give a way to begin work beside one's own, in a second process where a second core is.

    ``ready`` is run in that process first, so that what is slow to load is loaded in good time.
    """
    return second_process(ready) if (os.cpu_count() or 1) > 1 else this_process()


@contextmanager
def second_process(ready: Callable[[], None]) -> Iterator[Begin]:
    """Start a process for work to come; should it break down, the work is done here."""
    with ProcessPoolExecutor(1, get_context("spawn"), left_to_the_first, (ready,)) as pool:
        pool.submit(os.getpid)  # processes start with the first work

        def begin(write: Callable[..., Path], *given: object) -> Callable[[], Path]:
            try:
                written = pool.submit(write, *given)
            except BrokenProcessPool:
                return lambda: write(*given)
            return lambda: result_of(written, otherwise=lambda: write(*given))

        yield begin


def result_of(written: Future[Path], *, otherwise: Callable[[], Path]) -> Path:
    """Wait for work in the second process; where that process broke down, do it otherwise."""
    try:
        return written.result()
    except BrokenProcessPool:
        return otherwise()


@contextmanager
def this_process() -> Iterator[Begin]:
    """Do the work at once, where nothing can be done beside it."""

    def begin(write: Callable[..., Path], *given: object) -> Callable[[], Path]:
        written = write(*given)
        return lambda: written

    yield begin


def left_to_the_first(ready: Callable[[], None]) -> None:
    """Begin a second process: who breaks off the command speaks to the first, which ends both."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ready()
