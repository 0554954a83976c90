"""What was done is told once, on the next page, with its way back."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from small_company import company, people

from duecourse.web.toasts import shown_once, toast

pytestmark = pytest.mark.django_db


def told(client, text, **named):
    request = RequestFactory().get("/")
    request.session = client.session
    toast(request, text, **named)
    request.session.save()


@pytest.fixture
def signed_in(client):
    company()
    client.force_login(people()["risk"])
    return client


def test_a_message_stands_on_the_next_page_and_on_no_other(signed_in):
    told(signed_in, "The hold of <K1> is lifted.")

    assert "The hold of &lt;K1&gt; is lifted." in signed_in.get("/").content.decode()
    assert "is lifted" not in signed_in.get("/").content.decode()


def test_undo_is_a_form_with_its_fields_and_its_token(signed_in):
    told(signed_in, "Lifted.", undo=reverse("keys"), off=1)

    page = signed_in.get("/").content.decode()
    start = page.index('<div id="toasts"')

    assert f'<form method="post" action="{reverse("keys")}">' in page[start:]
    assert '<input type="hidden" name="off" value="1">' in page[start:]
    assert "csrfmiddlewaretoken" in page[start:]


def test_messages_wait_for_a_page_that_shows_them(signed_in):
    told(signed_in, "First.")
    signed_in.post(reverse("language"), {"language": "en"})
    told(signed_in, "Second.")

    request = RequestFactory().get("/")
    request.session = signed_in.session

    assert [one["text"] for one in shown_once(request)] == ["First.", "Second."]


def test_the_pages_bring_htmx_and_forbid_it_what_the_headers_forbid(signed_in):
    page = signed_in.get("/").content.decode()

    assert "django_htmx/htmx-2.min.js" in page
    assert '"includeIndicatorStyles": false' in page
    assert '"allowEval": false' in page


def test_htmx_comes_from_the_application_itself(client):
    answer = client.get("/static/django_htmx/htmx-2.min.js")

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"var htmx=")
