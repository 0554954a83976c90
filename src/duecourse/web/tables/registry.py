"""Which tables there are, and what of each is shown."""

from duecourse.ledger.tables import TABLES
from duecourse.web.tables.cells import cell
from duecourse.web.tables.people import People
from duecourse.web.tables.proxies import (
    BATCHES,
    EVENTS,
    LEDGER,
    MAPPINGS,
    POLICIES,
    TOKENS,
    USERS,
)
from duecourse.web.tables.reading import reading, reading_ledger
from duecourse.web.tables.site import TablesSite
from duecourse.web.tables.tokens import Tokens


def tables_site() -> TablesSite:
    """Make the site with all its tables."""
    site = TablesSite()
    site.register(USERS, People)
    site.register(TOKENS, Tokens)
    site.register(
        POLICIES,
        reading(
            *("number", cell("state", "tables.policy_state."), "made_by", "made_at"),
            *("approved_by", "published_at"),
            shown=("problems", "text"),
        ),
    )
    site.register(
        EVENTS,
        reading(
            *("at", "user", "action", "subject", "customer_id", "reason", "policy_version"),
            shown=("details",),
            search=("action__exact", "customer_id__exact", "user__username__exact"),
        ),
    )
    site.register(
        BATCHES,
        reading(
            *("file_name", cell("state", "tables.batch_state."), "read_at", "user", "size"),
            *("complete", "stated_on"),
            shown=(
                *("kind", "currency", "counts", "totals", "problems", "mapping", "digest"),
                *("kept", "taken_back"),
            ),
            search=("file_name", "digest__exact"),
        ),
    )
    site.register(
        MAPPINGS, reading("name", "made_by", "made_at", shown=("text",), search=("name",))
    )
    for table in TABLES:
        site.register(LEDGER[table.name], reading_ledger(table))
    return site
