"""A form that another site sends is refused, whatever the page and whoever is signed in."""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from small_company import company, people

pytestmark = pytest.mark.django_db
BY_TOKEN = ("api/",)
"""Programs bring a token with each request; a browser sends none by itself."""
SAMPLES = {"int": "1", "str": "a", "path": "K1", "slug": "a"}


def addresses(found=None, above=""):
    """List one address of each page, its blanks filled with samples."""
    for one in get_resolver().url_patterns if found is None else found:
        route = above + str(one.pattern)
        if not isinstance(one, URLPattern):
            yield from addresses(one.url_patterns, route)
        elif not route.startswith(BY_TOKEN):
            yield filled(route)


def filled(route):
    """Fill the blanks of a route."""
    for kind, sample in SAMPLES.items():
        while f"<{kind}:" in route:
            start = route.index(f"<{kind}:")
            route = route[:start] + sample + route[route.index(">", start) + 1 :]
    return "/" + route.split("(?P")[0].removesuffix("^").replace("^", "")


def test_no_page_takes_a_form_without_the_token_that_its_own_page_gave():
    company()
    found = people()
    taken, tried = [], 0
    for role in ("manager", "administrator"):
        client = Client(enforce_csrf_checks=True)
        client.force_login(found[role])
        for address in set(addresses()):
            status = client.post(address, {"reason": "forged"}).status_code
            tried += status == 403
            if status not in {403, 404}:
                taken.append((role, address, status))

    assert taken == []
    assert tried > 60


def test_a_form_with_its_token_is_taken():
    people()
    client = Client(enforce_csrf_checks=True)
    page = client.get("/login/").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    told = {"username": "risk", "password": "a password of tests", "csrfmiddlewaretoken": token}

    assert client.post("/login/", told).status_code == 302
