"""What every request passes: its size, the age of its session; and the page for monitors."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import RequestFactory

from duecourse.store.audit import AuditEvent
from duecourse.store.people import User
from duecourse.store.positions import PositionDay
from duecourse.web import health, session_expiry
from duecourse.web.session_expiry import LONGEST, end_old_sessions, still_good
from duecourse.web.upload_limit import limit_uploads

NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)


def answer(_):
    return HttpResponse("done")


@pytest.mark.parametrize(("length", "status"), [("100", 200), ("101", 413), ("", 200)])
def test_a_request_longer_than_the_limit_is_refused_before_it_is_read(length, status, settings):
    settings.UPLOAD_LIMIT = 100

    asked = RequestFactory().post("/import", CONTENT_LENGTH=length)

    assert limit_uploads(answer)(asked).status_code == status


def test_the_refusal_names_the_limit_in_megabytes(settings):
    settings.UPLOAD_LIMIT = 3 * 1024 * 1024

    refused = limit_uploads(answer)(RequestFactory().post("/import", CONTENT_LENGTH="9" * 12))

    assert "3 MB" in refused.content.decode()


def asked_by(user, **session):
    request = RequestFactory().get("/")
    request.user = user
    request.session = SessionStore()
    request.session.update(session)
    return request


def seconds(moment):
    return int(moment.timestamp())


def test_a_session_in_use_is_renewed_but_not_on_every_click(settings):
    settings.SESSION_COOKIE_AGE = 2 * 60 * 60
    request = asked_by(User(), began=seconds(NOON), renewed=seconds(NOON))

    assert still_good(request, NOON + timedelta(minutes=5))
    assert request.session["renewed"] == seconds(NOON)
    assert still_good(request, NOON + timedelta(minutes=7))
    assert request.session["renewed"] == seconds(NOON + timedelta(minutes=7))


def test_a_session_ends_after_a_working_day_however_much_it_is_used():
    request = asked_by(User(), began=seconds(NOON))

    assert still_good(request, NOON + timedelta(seconds=LONGEST - 1))
    assert not still_good(request, NOON + timedelta(seconds=LONGEST))


@pytest.mark.django_db
def test_who_has_been_in_too_long_is_logged_out_and_who_has_not_stays(monkeypatch):
    monkeypatch.setattr(session_expiry.timezone, "now", lambda: NOON)
    old = asked_by(User(), began=seconds(NOON) - LONGEST, **{SESSION_KEY: "1"})
    new = asked_by(User(), **{SESSION_KEY: "1"})

    for request in (old, new, asked_by(AnonymousUser())):
        end_old_sessions(answer)(request)

    assert old.user.is_anonymous
    assert SESSION_KEY not in old.session
    assert new.session["began"] == seconds(NOON)


@pytest.mark.database
@pytest.mark.django_db
def test_the_health_says_that_the_database_answers_and_which_day_is_known(client):
    assert client.get("/healthz", secure=True).json() == {"database": True, "position": None}

    told = AuditEvent.objects.create(action="daily")
    for day in (date(2026, 3, 31), date(2026, 3, 30)):
        PositionDay.objects.create(as_of=day, home_currency="CNY", event=told)

    assert client.get("/healthz", secure=True).json() == {
        "database": True,
        "position": "2026-03-31",
    }


def test_the_health_is_503_where_the_database_does_not_answer(monkeypatch):
    class Away:
        objects = property(lambda _: (_ for _ in ()).throw(DatabaseError()))

    monkeypatch.setattr(health, "PositionDay", Away())

    answered = health.health(RequestFactory().get("/healthz"))

    assert answered.status_code == 503
    assert b'"database": false' in answered.content
