"""Tables that are read: lists and rows, nothing added, changed or deleted."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from duecourse.ledger.columns import Table
from duecourse.store.facts import SEARCHED
from duecourse.web.paging import ROWS
from duecourse.web.tables.cells import Cell, cell
from duecourse.web.tables.words import worded

HOLDS, CORRECTED = "holds", "corrected"
SECRETS = frozenset({"password", "digest"})
"""Columns that no address may ask about: piece by piece, they could be guessed."""
IN_LIST = 8
"""So many columns of a table of the ledger stand in its list; the others on a row's page."""


class Standing(SimpleListFilter):
    """What holds, or what was corrected since."""

    title = worded("column.state")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Offer both."""
        return [(HOLDS, worded(HOLDS)), (CORRECTED, worded(CORRECTED))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Model]") -> "QuerySet[Model]":
        """Leave the rows that were asked for."""
        match self.value():
            case "holds":
                return queryset.filter(superseded=None)
            case "corrected":
                return queryset.exclude(superseded=None)
            case _:
                return queryset


class Reading(ModelAdmin):
    """A table to look at."""

    actions = None
    list_per_page = list_max_show_all = ROWS
    show_full_result_count = False
    empty_value_display = "–"
    ordering = ("-pk",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the table to whoever came in."""
        return True

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let whoever came in read."""
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let nobody add a row here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let nobody change a row here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let nobody delete a row; nothing that was recorded is."""
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Let no address narrow a table by what its rows keep secret."""
        if SECRETS & set(lookup.split("__")):
            return False
        return bool(super().lookup_allowed(lookup, value, request))

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Write nothing: the service that added it has told the audit trail."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Write nothing: the service that changed it has told the audit trail."""

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Model]":
        """Ask for the rows with what their cells name of other tables."""
        named = [one.name for one in self.opts.fields if one.many_to_one]
        return super().get_queryset(request).select_related(*named)


def reading(
    *columns: str | Cell, shown: tuple[str | Cell, ...] = (), search: tuple[str, ...] = ()
) -> type[Reading]:
    """Make a table to look at.

    Shapes:
        columns: those of the list
        shown: those that a row's page has besides
        search: by what a row is found
    """
    cells = tuple(cell(one) if isinstance(one, str) else one for one in columns)
    more = tuple(cell(one) if isinstance(one, str) else one for one in shown)
    members: dict[str, Any] = {
        "__module__": __name__,
        "__doc__": "A table to look at.",
        "list_display": cells,
        "fields": (*cells, *more),
        "readonly_fields": (*cells, *more),
        "search_fields": search,
    }
    return type("Read", (Reading,), members)


def reading_ledger(table: Table) -> type[Reading]:
    """Make a table of the ledger to look at: what holds, what was corrected, by which event."""
    names = [column.name for column in table.columns]
    search = tuple(f"{name}__exact" for name in SEARCHED if name in names and name != "issued_on")
    made = reading(
        *names[:IN_LIST],
        shown=(*names[IN_LIST:], "recorded", "superseded"),
        search=search,
    )
    made.list_filter = (Standing,)
    return made
