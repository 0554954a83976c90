"""``python -m bench.pages [CUSTOMERS] [INVOICES]``: how long every page takes, and the day itself.

The books are simulated, imported and judged; then each page is asked for in this process, with
customers, pages, filters and searches that vary. Milliseconds are the server's, without a network.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from bench import pages_made

CUSTOMERS, INVOICES = 100_000, 1_000_000
QUICK = (5_000, 50_000)
AIM_MS, AIM_DAILY_S, AIM_PEAK_MB = 300, 180, 3 * 1024
WARM = 3
FOUND, FORBIDDEN, GONE, NOT_SO = 200, 403, 404, 405


@dataclass
class Measured:
    """One page asked for by one role."""

    name: str
    role: str
    wall_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    queries: int = 0
    slowest: str = ""

    def share(self, of: float) -> float:
        """Return the wall time that so many of the answers did not pass."""
        return sorted(self.wall_ms)[min(int(of * len(self.wall_ms)), len(self.wall_ms) - 1)]


def main() -> None:
    """Make the installation, ask, print."""
    asked = arguments()
    size = QUICK if asked.quick else (asked.customers, asked.invoices)
    with installation(asked.home) as home:
        address = pages_made.started(home, sqlite=asked.sqlite)
        print(f"{size[0]:,} customers, {size[1]:,} invoices, {address.split(':')[0]}")
        if pages_made.tables_made():
            print_run("import", pages_made.imported(pages_made.company(*size)))
            print_run("daily, the first", pages_made.daily())
        for _ in range(asked.days):
            print_run("daily", pages_made.daily())
        if asked.times:
            ask_everything(asked.times, asked.only)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("customers", type=int, nargs="?", default=CUSTOMERS)
    parser.add_argument("invoices", type=int, nargs="?", default=INVOICES)
    parser.add_argument("--quick", action="store_true", help="5,000 customers, 50,000 invoices")
    parser.add_argument("--times", type=int, default=50, help="of each page; 0 asks for none")
    parser.add_argument("--days", type=int, default=1, help="how often the day is run once more")
    parser.add_argument("--sqlite", action="store_true", help="on SQLite instead of PostgreSQL")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--home", type=Path, help="keep the installation here, or use it again")
    return parser.parse_args()


@contextmanager
def installation(home: Path | None) -> Iterator[Path]:
    """Use a folder that stays, or one that goes."""
    if home is not None:
        yield home.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="duecourse-bench-") as made:
        yield Path(made)


def print_run(name: str, run: Any) -> None:
    """Print what a process took."""
    print(f"{name:36}{run.wall:8.1f} s{run.cpu:8.1f} s cpu{run.peak_mb:8.0f} MB", flush=True)


def ask_everything(times: int, only: str) -> None:
    """Ask for every page: as a manager, as who sees their own alone, as who sees the rest."""
    from bench.pages_asked import all_pages, example  # noqa: PLC0415  # after Django is set up

    people, backend = pages_made.people(), cpu_of_backend()
    print(f"\n{'page':36}{'role':14}{'p50 ms':>8}{'p95 ms':>8}{'max ms':>8}", end="")
    print(f"{'cpu ms':>8}{'queries':>9}")
    seen: set[str] = set()
    for role in ("manager", "sales", "finance", "risk", "administrator"):
        drawn = example(people[role].salesperson if role == "sales" else "")
        for asked in all_pages(drawn):
            if only not in asked.name or (asked.name in seen and role != "sales"):
                continue
            found = measured(Measured(asked.name, role), asked, people[role], times, backend)
            if found.wall_ms:
                seen.add(asked.name)
                print_page(found)


def print_page(found: Measured) -> None:
    """Print one line, with the slowest address where it is beyond the aim."""
    cpu = sum(found.cpu_ms) / len(found.cpu_ms)
    walls = "".join(f"{found.share(of):8.0f}" for of in (0.5, 0.95, 1.0))
    over = f"  {found.slowest}" if found.share(0.95) > AIM_MS else ""
    print(f"{found.name:36}{found.role:14}{walls}{cpu:8.0f}{found.queries:9}{over}", flush=True)


def measured(found: Measured, asked: Any, person: Any, times: int, backend: Any) -> Measured:
    """Ask for a page so often after a warm-up; nothing where this role may not see it."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    client, sent = Client(SERVER_NAME="127.0.0.1"), []
    client.force_login(person, "duecourse.web.throttled_login.ThrottledBackend")

    def counted(execute: Any, *told: Any) -> Any:
        sent.append(1)
        return execute(*told)

    for place, address in enumerate(islice(asked.addresses, WARM + times)):
        if asked.before is not None:
            asked.before(address)
        sent.clear()
        began, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
        theirs = backend()
        with connection.execute_wrapper(counted):
            status = client.get(address).status_code
        wall = (time.perf_counter() - began) * 1000
        if status in (FORBIDDEN, NOT_SO):
            return found
        if place < WARM or status == GONE:
            continue
        after = resource.getrusage(resource.RUSAGE_SELF)
        own = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
        if wall >= max(found.wall_ms, default=0):
            found.slowest = address
        found.wall_ms.append(wall)
        found.cpu_ms.append(own * 1000 + backend() - theirs)
        found.queries = max(found.queries, len(sent))
    return found


def cpu_of_backend() -> Any:
    """Return what tells the milliseconds that the database's process has worked for us so far."""
    from django.db import connection  # noqa: PLC0415

    def nothing() -> float:
        return 0.0

    if connection.vendor != "postgresql" or not Path("/proc/self/stat").exists():
        return nothing
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")

    def spent() -> float:
        fields = stat.read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 10.0

    return spent


if __name__ == "__main__":
    main()
