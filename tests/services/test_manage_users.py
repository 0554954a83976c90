"""Who may log in: added, disabled, given passwords; each change in the audit trail."""

import pytest
from django.contrib.auth import authenticate

from duecourse.services.manage_users import (
    NotManaged,
    Person,
    add_examples,
    add_user,
    change_password,
    change_user,
    disable_user,
    enable_user,
)
from duecourse.store.audit import AuditEvent
from duecourse.store.facts import FACTS
from duecourse.store.people import Role, User

pytestmark = [pytest.mark.database, pytest.mark.django_db]
GOOD = "correct horse battery"


def code_of(call):
    with pytest.raises(NotManaged) as refusal:
        call()
    return refusal.value.code


def test_a_user_is_added_can_log_in_and_the_trail_says_so():
    add_user(Person(" 王芳 ", "risk", "zh", email="Wang@Example.COM"), GOOD)

    user = authenticate(None, username="王芳", password=GOOD)
    assert (user.role, user.language, user.email) == ("risk", "zh", "Wang@example.com")
    event = AuditEvent.objects.get()
    assert (event.action, event.subject, event.details["role"]) == ("user.added", "王芳", "risk")
    assert event.details["from"] == "command line"


@pytest.mark.parametrize(
    ("person", "password", "code"),
    [
        (Person("WANG", "risk"), GOOD, "name-taken"),
        (Person("", "risk"), GOOD, "bad-name"),
        (Person("a b", "risk"), GOOD, "bad-name"),
        (Person("li", "sales"), GOOD, "sales-without-name"),
        (Person("li", "risk", salesperson="Li"), GOOD, "name-without-sales"),
        (Person("li", "risk"), "short", "password-too-short"),
        (Person("li", "risk"), "password123", "password-too-common"),
        (Person("li", "risk"), "8201937465", "password-entirely-numeric"),
        (Person("liguiying-risk", "risk"), "liguiying-rosk", "password-too-similar"),
    ],
)
def test_nobody_is_added_with_a_bad_name_a_weak_password_or_half_a_role(person, password, code):
    add_user(Person("wang", "risk"), GOOD)

    assert code_of(lambda: add_user(person, password)) == code
    assert User.objects.count() == AuditEvent.objects.count() == 1


def test_a_person_of_sales_has_the_name_by_which_the_ledger_calls_them():
    add_user(Person("li", "sales", salesperson="李桂英"), GOOD)

    assert User.objects.get().salesperson == "李桂英"


def test_a_changed_password_ends_the_old_one_and_is_checked_like_the_first():
    add_user(Person("wang", "risk"), GOOD)

    assert code_of(lambda: change_password("wang", "short")) == "password-too-short"
    change_password("wang", "another good one")

    assert authenticate(None, username="wang", password=GOOD) is None
    assert authenticate(None, username="wang", password="another good one")


def test_who_is_disabled_cannot_log_in_until_enabled_and_no_change_is_no_event():
    add_user(Person("wang", "risk"), GOOD)
    disable_user("wang")
    disable_user("wang")
    assert authenticate(None, username="wang", password=GOOD) is None
    enable_user("wang")

    assert authenticate(None, username="wang", password=GOOD)
    told = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))
    assert told == ["user.added", "user.disabled", "user.enabled"]


def test_the_last_administrator_stays():
    first = add_user(Person("anna", "administrator"), GOOD)

    assert code_of(lambda: disable_user("anna")) == "last-administrator"
    add_user(Person("berta", "administrator"), GOOD)
    disable_user("anna", by=first)

    assert AuditEvent.objects.first().user == first
    assert AuditEvent.objects.first().details == {}
    assert code_of(lambda: disable_user("berta")) == "last-administrator"


def test_a_changed_role_is_told_and_the_same_again_is_no_event():
    add_user(Person("wang", "risk"), GOOD)
    for _ in range(2):
        change_user("wang", Person("wang", "sales", "en", "Wang"))

    told = AuditEvent.objects.get(action="user.changed")
    assert told.details["role"] == "sales"
    assert told.details["salesperson"] == "Wang"
    assert code_of(lambda: change_user("wang", Person("wang", "sales"))) == "sales-without-name"


def test_the_last_administrator_keeps_the_role():
    add_user(Person("anna", "administrator"), GOOD)

    assert code_of(lambda: change_user("anna", Person("anna", "risk"))) == "last-administrator"


@pytest.mark.parametrize("change", [disable_user, enable_user, lambda _: change_password(_, GOOD)])
def test_nobody_is_changed_who_does_not_exist(change):
    assert code_of(lambda: change("nobody")) == "no-such-user"


def test_examples_are_one_of_each_role_and_language_and_again_only_get_new_passwords():
    told = AuditEvent.objects.create(action="import")
    for number, salesperson in enumerate(["S1", "S2", "S2", None]):
        FACTS["customers"].objects.create(
            customer_id=f"K{number}", salesperson=salesperson, recorded=told
        )

    first, again = add_examples(["zh", "en"]), add_examples(["zh", "en"])

    assert len(first) == User.objects.count() == 2 * len(Role.values)
    assert first[0].user.salesperson == "S2"
    assert first[0].password != again[0].password
    assert authenticate(None, username="sales-zh", password=again[0].password)


def test_examples_without_a_ledger_have_a_person_of_sales_too():
    assert add_examples(["en"])[0].user.salesperson == "sales"
