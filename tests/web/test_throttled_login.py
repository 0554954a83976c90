"""Guessing passwords is kept slow, by name and by address."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils import translation

from duecourse.services.throttle_logins import (
    FOR_A_NAME,
    FOR_AN_ADDRESS,
    WINDOW,
    TooManyFailures,
    admit,
    forgive,
)
from duecourse.store.login_attempts import LoginAttempt
from duecourse.store.people import User

pytestmark = [pytest.mark.database, pytest.mark.django_db]
NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)


def attempts(count, name="wang", address="192.0.2.1", at=NOON):
    for _ in range(count):
        admit(name, address, at=at)


def test_a_name_is_refused_after_its_failures_and_told_how_long():
    attempts(FOR_A_NAME)

    with pytest.raises(TooManyFailures) as refusal:
        admit("Wang", "192.0.2.9", at=NOON + timedelta(minutes=5))

    assert refusal.value.details == {"minutes": 10}


def test_an_address_is_refused_after_failures_by_whatever_names():
    for number in range(FOR_AN_ADDRESS):
        admit(f"name {number}", "192.0.2.1", at=NOON)

    with pytest.raises(TooManyFailures):
        admit("one more", "192.0.2.1", at=NOON)
    admit("one more", "192.0.2.2", at=NOON)


def test_the_wait_ends_and_trying_meanwhile_does_not_lengthen_it():
    attempts(FOR_A_NAME)
    for minute in range(1, 15):
        with pytest.raises(TooManyFailures):
            admit("wang", "192.0.2.1", at=NOON + timedelta(minutes=minute))

    admit("wang", "192.0.2.1", at=NOON + WINDOW)
    assert LoginAttempt.objects.count() == 1


def test_a_login_that_succeeds_forgives_the_name_but_not_the_address():
    attempts(FOR_A_NAME - 1)
    attempts(1, name="li")
    forgive("WANG")

    assert list(LoginAttempt.objects.values_list("name", flat=True)) == ["li"]


def test_the_right_password_too_is_refused_while_the_wait_lasts():
    User.objects.create_user("wang", password="correct horse battery")
    asked = RequestFactory().post("/login")
    for _ in range(FOR_A_NAME):
        assert authenticate(asked, username="wang", password="a guess") is None

    with pytest.raises(ValidationError):
        authenticate(asked, username="wang", password="correct horse battery")


def test_a_login_before_the_bound_succeeds_and_starts_the_count_anew():
    User.objects.create_user("wang", password="correct horse battery")
    asked = RequestFactory().post("/login")
    for _ in range(3):
        for _ in range(FOR_A_NAME - 1):
            authenticate(asked, username="wang", password="a guess")
        assert authenticate(asked, username="wang", password="correct horse battery")


def test_any_form_of_login_shows_the_reason_in_the_language_of_the_page():
    attempts(FOR_A_NAME, address="")
    LoginAttempt.objects.update(at=datetime.now(UTC))
    typed = {"username": "wang", "password": "a guess"}

    with translation.override("zh-hans"):
        form = AuthenticationForm(RequestFactory().post("/login"), data=typed)
        assert form.errors["__all__"] == ["登录失败次数过多；请在 15 分钟后再试。"]
    with translation.override("en"):
        form = AuthenticationForm(RequestFactory().post("/login"), data=typed)
        assert "Try again in 15 minutes" in form.errors["__all__"][0]


def test_who_gives_no_password_is_nobody_and_not_counted():
    assert authenticate(RequestFactory().post("/login"), username="wang") is None
    assert not LoginAttempt.objects.exists()
