"""What is asked of each page: customers, pages of lists, filters and searches that vary."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import URLPattern, reverse

from bench.pages_made import DAY
from duecourse.web.pages.urls import urlpatterns

LOOKED_AT = 400
"""Customers, invoices and names drawn from."""
NOT_PAGES = ("logout", "login")
Query = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """Names that stand in the database, and the die that chooses among them."""

    customers: list[str]
    names: list[str]
    invoices: list[str]
    die: random.Random = field(default_factory=lambda: random.Random(7))

    def page(self) -> Query:
        """Turn to one of the first pages, now and then to a later one."""
        return {"page": self.die.choice([1, 1, 1, 2, 3, 20])}

    def search(self) -> Query:
        """Search by a piece of a name, by the beginning of one, by an id, by nothing known."""
        name, customer = self.die.choice(self.names), self.die.choice(self.customers)
        start = self.die.randrange(max(len(name) - 2, 1))
        piece = name[start : start + self.die.choice([2, 3])]
        return {"q": self.die.choice([piece, name[:3], customer, customer[:4], "Zzyzx"])}

    def filters(self) -> Query:
        """Sort and filter the list of customers."""
        sorts = ["-exposure", "name", "-overdue", "headroom", "-late", "-oldest", "score", "grade"]
        choices: list[Query] = [
            {},
            {"show": self.die.choice(["overdue", "over", "worse", "new"])},
            {"grade": self.die.choice("ABC")},
            {"status": self.die.choice(["hold", "prepay", "active"])},
        ]
        return {"sort": self.die.choice(sorts), **self.die.choice(choices), **self.page()}


def example(salesperson: str = "") -> Example:
    """Draw names from the database, of the customers of one salesperson or of all."""
    from duecourse.store.facts import FACTS  # noqa: PLC0415  # after Django is set up
    from duecourse.store.positions import PositionCustomer, latest_day  # noqa: PLC0415

    rows = PositionCustomer.objects.filter(day=latest_day()).order_by("pk")
    if salesperson:
        rows = rows.filter(salesperson=salesperson)
    every = max(rows.count() // LOOKED_AT, 1)
    drawn = list(rows.values_list("customer_id", "name")[::every])
    held = FACTS["invoices"].objects.filter(customer_id__in=[one for one, _ in drawn[:50]])
    return Example(
        customers=[customer for customer, _ in drawn],
        names=[name for _, name in drawn],
        invoices=list(held.values_list("invoice_id", flat=True)[:LOOKED_AT]),
    )


@dataclass(frozen=True)
class Asked:
    """A page under one name, with addresses that vary, and what is done before each."""

    name: str
    addresses: Iterator[str]
    before: Callable[[str], None] | None = None


def all_pages(drawn: Example) -> list[Asked]:
    """List every page of the application that can be read, the important ones in several ways."""
    found = [
        Asked(pattern.name or "", addresses(pattern, drawn))
        for pattern in urlpatterns
        if pattern.name not in NOT_PAGES and arguments_of(pattern, drawn) is not None
    ]
    customer, overview = named("customer"), named("overview")
    return [
        *found,
        Asked("overview: first reading", addresses(overview, drawn), forgotten),
        Asked("customers: searched", queries("customers", drawn.search)),
        Asked("customers: sorted and filtered", queries("customers", drawn.filters)),
        Asked("customer: facts since, first", addresses(customer, drawn), recorded_about),
        Asked("customer: facts since, again", again(customer, drawn)),
    ]


def again(pattern: URLPattern, drawn: Example) -> Iterator[str]:
    """Record something about a customer, ask for its page as a warm-up, then go on asking."""
    address = next(addresses(pattern, drawn))
    recorded_about(address)
    while True:
        yield address


def named(name: str) -> URLPattern:
    """Return the address of a page."""
    return next(pattern for pattern in urlpatterns if pattern.name == name)


def addresses(pattern: URLPattern, drawn: Example) -> Iterator[str]:
    """Make up addresses of a page without an end."""
    while True:
        found = reverse(pattern.name, kwargs=arguments_of(pattern, drawn))
        asked = {"find": lambda: {"q": drawn.die.choice(drawn.invoices)}}.get(pattern.name)
        yield f"{found}?{urlencode(asked() if asked else drawn.page())}"


def queries(name: str, query: Callable[[], Query]) -> Iterator[str]:
    """Make up addresses of one page that differ by what is asked for."""
    while True:
        yield f"{reverse(name)}?{urlencode(query())}"


def arguments_of(pattern: URLPattern, drawn: Example) -> Mapping[str, Any] | None:
    """Choose what stands in an address; None for a page of things that the example lacks."""
    choices: dict[str, Callable[[], Any]] = {
        "customer_id": lambda: drawn.die.choice(drawn.customers),
        "level": lambda: "reminder",
        "number": lambda: 1,
    }
    wanted = pattern.pattern.converters
    if not wanted.keys() <= choices.keys():
        return None
    return {name: choices[name]() for name in wanted}


def recorded_about(address: str) -> None:
    """Record a fact about the customer of an address, so that it must be worked out anew."""
    from django.urls import resolve  # noqa: PLC0415  # after Django is set up

    from duecourse.store.audit import AuditEvent  # noqa: PLC0415
    from duecourse.store.facts import FACTS  # noqa: PLC0415

    customer = resolve(address.split("?", maxsplit=1)[0]).kwargs["customer_id"]
    event = AuditEvent.objects.create(action="reference.recorded", customer_id=customer)
    FACTS["references"].objects.create(customer_id=customer, given_on=DAY, recorded=event)


def forgotten(_: str) -> None:
    """Empty the cache, so that a page is worded as it is the first time."""
    from django.core.cache import cache  # noqa: PLC0415  # after Django is set up

    cache.clear()
