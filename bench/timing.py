"""Time a command as a whole process: wall and processor seconds, and the peak of its memory."""

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

KIB = 1024


@dataclass(frozen=True, slots=True)
class Run:
    """One finished run."""

    wall: float
    cpu: float
    peak_mb: float


class RunFailed(RuntimeError):
    """A timed command did not do its work."""


def run_once(command: Sequence[str], *, good: Sequence[int] = (0,)) -> Run:
    """Run a command, its output thrown away.

    Raises:
        RunFailed: it ended with another exit code.
    """
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in good:
        raise RunFailed(f"{' '.join(command)} ended with {process.returncode}.")
    wall = time.perf_counter() - began
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / KIB)


def middle(runs: Sequence[Run]) -> Run:
    """Return the median of each figure, the largest peak."""
    return Run(
        median(run.wall for run in runs),
        median(run.cpu for run in runs),
        max(run.peak_mb for run in runs),
    )
