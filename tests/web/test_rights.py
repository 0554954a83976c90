"""Who may see what: every address of the application, with every role and with nobody."""

import pytest
from django.urls import URLPattern, get_resolver, reverse
from small_company import IMPORT, LETTER, ORDER, company, people

from duecourse.services.rights import MAY, Right
from duecourse.store.people import Role, User

pytestmark = [pytest.mark.database, pytest.mark.django_db]

OPEN = {"login", "language", "health"}
"""Pages for who is not signed in."""
WAYS_OUT = {"logout"}
"""For everybody who is signed in, and harmless for who is not."""
DOORS_OF_THEIR_OWN = ("api/", "tables/")
"""Addresses for programs take tokens with scopes; those of the plain tables stand behind one door.

Each is tried with what it belongs to."""
ASKED_BY_POST = {
    *("policy-draft-start", "policy-draft-check", "policy-draft-restore", "policy-draft-ask"),
    *("policy-draft-back", "policy-draft-approve"),
    *("keys", "language", "logout"),
    *("chasing-promise", "chasing-promise-over", "chasing-dispute", "chasing-dispute-over"),
    *("chasing-note", "chasing-pause", "chasing-resume", "chasing-address", "chasing-undo"),
    *("limit-ask", "limit-decide", "limit-take-back", "hold", "hold-take-back", "deed"),
    *("deed-reopen", "order-release", "order-cancel"),
    *("write-off-propose", "write-off-decide", "write-off-take-back"),
    *("letters-draft", "letters-queue", "letters-recall", "statement-draft", "letter-edit"),
    *("letter-approve", "letter-recall", "letter-withdraw", "letter-settle", "letter-retry"),
    *("letter-hand-out",),
    "letter-template-restore",
    *("import-upload", "import-map", "import-keep", "import-discard", "import-take-back"),
}
OF_LETTERS = (
    "",
    "-paper",
    "-edit",
    "-approve",
    "-recall",
    "-withdraw",
    "-settle",
    "-retry",
    "-hand-out",
)
OF_IMPORTS = (
    "waiting",
    "map",
    "keep",
    "discard",
    "waiting-problems",
    "batch",
    "take-back",
    "problems",
)
OF_DRAFTS = ("", "-check", "-restore", "-ask", "-back", "-approve")
ARGUMENTS = {
    **{f"policy-draft{name}": [1] for name in OF_DRAFTS},
    "policy-effect": [1],
    "policy-effect-progress": [1],
    "customer": ["K1"],
    "order": [ORDER],
    **{f"import-{name}": [IMPORT] for name in OF_IMPORTS},
    **{f"letter{name}": [LETTER] for name in OF_LETTERS},
    "letter-template": ["formal", "en"],
    "letter-template-restore": ["formal", "en"],
}
TYPED = {"customer": "K1"}
"""What is typed into every form: who it is about, and nothing else."""
ALLOWED, REFUSED = {200, 302, 422}, 403
"""A form that is not filled in is answered, 422; who may not is refused before it is read."""


def patterns(found=None, above=""):
    """List every address of the application with its route."""
    for one in get_resolver().url_patterns if found is None else found:
        route = above + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route, one
        else:
            yield from patterns(one.url_patterns, route)


PAGES = {one.name: one for route, one in patterns() if not route.startswith(DOORS_OF_THEIR_OWN)}
GUARDED = sorted(set(PAGES) - OPEN - WAYS_OUT)


def ask(client, name):
    address = reverse(name, args=ARGUMENTS.get(name, []))
    return client.post(address, TYPED) if name in ASKED_BY_POST else client.get(address)


def test_every_page_has_a_name_and_a_right_or_is_open_to_all():
    assert None not in PAGES
    assert set(PAGES) > OPEN | WAYS_OUT
    without = [name for name in GUARDED if not hasattr(PAGES[name].callback, "right")]
    assert without == [], "give these views @allowed(Right...), or list them as open"


def test_every_right_is_given_to_somebody_and_every_role_has_one():
    assert set(MAY) == set(Right)
    assert all(MAY.values())
    assert set().union(*MAY.values()) == set(Role)


@pytest.mark.parametrize("name", GUARDED)
def test_a_page_answers_whom_the_table_allows_and_nobody_else(client, name):
    company()
    right = PAGES[name].callback.right
    for role, person in people().items():
        client.force_login(person)
        status = ask(client, name).status_code
        allowed = role in MAY[right]
        assert status in ALLOWED if allowed else status == REFUSED, (name, role, status)


@pytest.mark.parametrize("name", GUARDED)
def test_nobody_who_is_not_signed_in_sees_a_page(client, name):
    company()
    answer = ask(client, name)

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("login"))


def test_a_person_who_was_turned_off_sees_nothing(client):
    company()
    manager = people()["manager"]
    client.force_login(manager)
    User.objects.update(is_active=False)

    assert client.get(reverse("overview")).status_code == 302


def test_sales_sees_its_own_customers_alone_on_every_list(client):
    company()
    client.force_login(people()["sales"])

    for name in GUARDED:
        if Role.SALES in MAY[PAGES[name].callback.right]:
            page = ask(client, name).content.decode(errors="replace")
            assert "Nordwind" not in page, name
            assert "Sunmill" not in page, name


def test_anothers_customer_is_as_if_it_did_not_exist(client):
    company()
    client.force_login(people()["sales"])

    assert client.get(reverse("customer", args=["K2"])).status_code == 404
    assert client.get(reverse("customer", args=["K9"])).status_code == 404


def test_sales_without_a_name_in_the_ledger_sees_nobody(client):
    company()
    people()
    User.objects.filter(role="sales").update(salesperson="")
    client.force_login(User.objects.get(role="sales"))

    assert "甲木五金" not in client.get(reverse("customers")).content.decode()
    assert client.get(reverse("customer", args=["K1"])).status_code == 404
