"""The frame around the pages: language, keys, headers, sign-in, errors."""

import pytest
from django.urls import reverse
from small_company import company, people

from duecourse.store.audit import AuditEvent
from duecourse.store.people import User
from duecourse.web.frame import MENU, menu_of

pytestmark = pytest.mark.django_db


def test_a_person_chooses_a_language_and_it_is_noted(client):
    person = people()["risk"]
    client.force_login(person)

    answer = client.post(reverse("language"), {"language": "zh", "next": "/customers/"})

    assert answer.url == "/customers/"
    assert User.objects.get(pk=person.pk).language == "zh"
    assert AuditEvent.objects.get().action == "user.language"


def test_the_same_language_again_is_no_change(client):
    client.force_login(people()["risk"])
    client.post(reverse("language"), {"language": "en"})

    assert not AuditEvent.objects.exists()


def test_a_stranger_keeps_the_language_in_a_cookie(client):
    client.post(reverse("language"), {"language": "en"})

    assert "Sign in" in client.get(reverse("login")).content.decode()


def test_another_language_or_another_site_is_not_followed(client):
    assert client.post(reverse("language"), {"language": "fr"}).status_code == 400
    answer = client.post(reverse("language"), {"language": "en", "next": "https://example.org/"})
    assert answer.url == "/"


def test_keys_can_be_turned_off_and_the_script_is_gone(client):
    company()
    client.force_login(people()["risk"])
    assert "keys.js" in client.get("/").content.decode()

    client.post(reverse("keys"), {"off": "1"})

    assert "keys.js" not in client.get("/").content.decode()
    assert AuditEvent.objects.get(action="user.keys").details == {"off": True}


def test_every_answer_says_what_a_browser_may_load(client):
    headers = client.get(reverse("login")).headers

    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_a_wrong_password_is_refused_in_words(client):
    people()
    answer = client.post(reverse("login"), {"username": "risk", "password": "no"})
    assert "用户名与密码不符" in answer.content.decode()


def test_the_right_password_lets_in_and_the_way_out_is_a_form(client):
    people()
    told = {"username": "risk", "password": "a password of tests"}

    assert client.post(reverse("login"), told).url == reverse("overview")
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout")).url == reverse("login")


def test_a_menu_shows_what_a_role_may_see():
    person = User(role="sales")
    shown = [entry.key for _, entries in menu_of(person) for entry in entries]

    assert "cash" not in shown
    assert "contracts" in shown


def test_no_two_entries_share_a_key():
    keys = [entry.press for _, entries in MENU for entry in entries]

    assert len(keys) == len(set(keys))


def test_a_page_that_does_not_exist_says_so(client):
    client.force_login(people()["risk"])

    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()
