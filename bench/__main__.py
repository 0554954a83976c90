"""``python -m bench [INVOICES ...]``: make a company of each size and time product and peers.

Runs are taken in turn (A B C A B C ...), so that a machine that slows down slows all of them.
"""

import sys
import sysconfig
from pathlib import Path

from bench.timing import Run, middle, run_once
from duecourse.engines.choosing import name_for

DAY = "2026-03-31"
SIZES = (1_000_000,)
TURNS = 3
SQL = "hand-written SQL"
PANDAS_UP_TO = 1_000_000
"""A notebook of ten million invoices does not fit beside anything else."""
DATA = Path(__file__).with_name(".data")
DUECOURSE = str(Path(sysconfig.get_path("scripts"), "duecourse"))


def company(invoices: int) -> Path:
    """Make the company of one size, unless it is there."""
    folder = DATA / str(invoices)
    if not (folder / "statements.parquet").exists():
        customers = max(50, invoices // 100 if invoices <= PANDAS_UP_TO else invoices // 200)
        command = [DUECOURSE, "simulate-company", str(folder), "--force", "--as-of", DAY]
        run_once([*command, "--invoices", str(invoices), "--customers", str(customers)])
    return folder


def commands(folder: Path, invoices: int) -> dict[str, list[str]]:
    """List what is timed: the measures alone in three ways, then the whole command."""
    python, place = sys.executable, str(folder)
    review = [DUECOURSE, "review", place, "--as-of", DAY, "--no-pdf", "--out", str(DATA / "out")]
    told = {SQL: [python, "-m", "bench.handwritten", place, DAY]}
    for engine in dict.fromkeys([name_for(folder), "duckdb"]):
        told[f"{engine}: aging, DSO, behaviour"] = [python, "-m", "bench.ours", place, DAY, engine]
        told[f"{engine}: whole review, all CSV"] = [*review, "--engine", engine]
    if invoices <= PANDAS_UP_TO:
        told["pandas notebook"] = [python, "-m", "bench.notebook", place, DAY]
    return told


def time_all(invoices: int, turns: int) -> dict[str, Run]:
    """Time every command in turn."""
    told = commands(company(invoices), invoices)
    runs: dict[str, list[Run]] = {name: [] for name in told}
    for _ in range(turns):
        for name, command in told.items():
            runs[name].append(run_once(command, good=(0, 2)))
    return {name: middle(each) for name, each in runs.items()}


def print_table(invoices: int, found: dict[str, Run]) -> None:
    """Print the medians, and each as a multiple of the hand-written SQL."""
    base = found[SQL]
    print(f"\n{invoices:,} invoices (medians of {TURNS} runs in turn)")
    print(f"{'':34}{'wall s':>8}{'cpu s':>8}{'peak MB':>9}{'x SQL wall':>12}{'x SQL cpu':>11}")
    for name, run in found.items():
        times = f"{run.wall / base.wall:12.2f}{run.cpu / base.cpu:11.2f}"
        print(f"{name:34}{run.wall:8.2f}{run.cpu:8.2f}{run.peak_mb:9.0f}{times}")


if __name__ == "__main__":
    sizes = [int(text.replace(",", "")) for text in sys.argv[1:]] or list(SIZES)
    for size in sizes:
        print_table(size, time_all(size, TURNS))
