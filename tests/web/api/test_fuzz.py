"""Whatever a program sends, the interface answers as its description says, and never with a 500.

A few examples each; ``make fuzz`` asks for many (DUECOURSE_FUZZ).
"""

import os

import pytest
import schemathesis
from counter import open_accounts, person
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from duecourse.services.api_tokens import TokenAsked, issue_token
from duecourse.store.tokens import SCOPES
from duecourse.web.wsgi import application

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EXAMPLES = int(os.environ.get("DUECOURSE_FUZZ", "10"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

load_all_checks()


@schemathesis.serializer("message/rfc822")
def as_mail(_, value):
    """Send a returned mail as whatever bytes were thought up."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogateescape")


schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@pytest.fixture
def secret():
    open_accounts("K1 CNY 100000 60000 - active")
    return issue_token(TokenAsked(person("finance"), "fuzz", SCOPES), None)[1]


@pytest.fixture(autouse=True)
def one_connection():
    """Keep the test's connection open at the end of a request, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_an_address_that_there_is_not_is_told_as_any_other_problem(client, secret):
    for path in ("/api/v1/nothing", "/api/v1/customers/%C3%A9%0A/headroom", "/api/"):
        answer = client.post(path, headers={"Authorization": f"Bearer {secret}"})
        assert (answer.status_code, answer.json()["code"]) == (404, "no-address")


def test_the_documentation_comes_from_the_application_itself(client):
    page = client.get("/api/docs")

    assert "//cdn" not in page.content.decode()
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert client.get("/static/ninja/swagger-ui-bundle.js").status_code == 200


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES <= 10,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_described(case, secret):
    headers = {"Authorization": f"Bearer {secret}"}

    case.call_and_validate(headers=headers, checks=CHECKS)
