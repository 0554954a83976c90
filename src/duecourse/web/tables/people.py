"""Users as an administrator works on them; every change goes through the service."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminPasswordWidget

from duecourse.present.refusals import refusal_text
from duecourse.services import manage_users
from duecourse.services.manage_users import NotManaged, Person
from duecourse.services.rights import Right, may
from duecourse.store.people import User
from duecourse.web.tables.cells import cell
from duecourse.web.tables.proxies import USERS
from duecourse.web.tables.reading import Reading
from duecourse.web.tables.words import heading_of, language_in_use, word_now, worded

EDITED = ("role", "language", "salesperson", "email", "is_active")


class PersonForm(forms.ModelForm):
    """What an administrator may say of a person; the service says what cannot be."""

    new_password = forms.CharField(required=False, strip=False, widget=UnfoldAdminPasswordWidget)

    class Meta:
        """The columns that are edited."""

        model = USERS
        fields = ("username", *EDITED)
        help_texts = {
            "salesperson": worded("sales_name"),
            "is_active": worded("active_help"),
            "username": "",
        }

    def __init__(self, *args: Any, **named: Any) -> None:
        """Name the fields and choices in the language of who reads."""
        super().__init__(*args, **named)
        word = word_now()
        for name, field in self.fields.items():
            field.label = heading_of(name)
        for name in ("role", "language"):
            if name in self.fields:
                group = {"role": "web.role.", "language": "tables.language_"}[name]
                codes = [code for code, _ in self.fields[name].choices if code]
                self.fields[name].choices = [(code, word(f"{group}{code}")) for code in codes]
        new = self.instance.pk is None
        self.fields["new_password"].required = new
        self.fields["new_password"].help_text = "" if new else word("tables.no_password")

    def clean(self) -> dict[str, Any]:
        """Refuse here what the service would refuse."""
        told = super().clean() or {}
        if self.errors:
            return told
        try:
            check(self.initial_user(), told)
        except NotManaged as refused:
            raise ValidationError(refusal_text(refused, language_in_use())) from refused
        return told

    def initial_user(self) -> User | None:
        """Return the person as they are kept, None for a new one."""
        return User.objects.filter(pk=self.instance.pk).first() if self.instance.pk else None


def person_told(name: str, told: dict[str, Any]) -> Person:
    """Read a person from what a form says."""
    return Person(
        name=name,
        role=told["role"],
        language=told["language"],
        salesperson=told["salesperson"],
        email=told["email"],
    )


def check(user: User | None, told: dict[str, Any]) -> None:
    """Refuse what the service would refuse, before anything is written.

    Raises:
        NotManaged: it cannot be.
    """
    name = user.username if user else told["username"].strip()
    wanted = person_told(name, told)
    one = user or User(username=name, email=wanted.email)
    if user is None:
        manage_users.check_name(one)
        manage_users.check_sales(wanted.role, wanted.salesperson)
    else:
        manage_users.check_change(user, wanted)
        if not told["is_active"]:
            manage_users.check_not_last(user)
    if told["new_password"]:
        manage_users.set_checked(one, told["new_password"])


class People(Reading):
    """Users: an administrator adds, changes and turns off; nobody is deleted."""

    form = PersonForm
    list_display = (
        cell("username"),
        cell("role", "web.role."),
        cell("language", "tables.language_"),
        *(cell(name) for name in ("salesperson", "email", "is_active", "last_login")),
    )
    search_fields = ("username", "salesperson", "email")
    ordering = ("username",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let an administrator add a person."""
        return may(request.user, Right.PEOPLE)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let an administrator change a person."""
        return may(request.user, Right.PEOPLE)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[Any, ...]:
        """Show the password to be set only to whom may set it; a name is given once."""
        if not may(request.user, Right.PEOPLE):
            return tuple(self.list_display)
        edited = EDITED if obj else EDITED[:-1]
        return ("username", "new_password", *edited)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Keep a name as it was given."""
        if not may(request.user, Right.PEOPLE):
            return self.list_display
        return ("username",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Model, form: forms.Form, change: bool) -> None:
        """Let the service do it."""
        told = {"is_active": True} | form.cleaned_data
        by = User.objects.get(pk=request.user.pk)
        if not change:
            made = manage_users.add_user(
                person_told(told["username"], told), told["new_password"], by=by
            )
            obj.pk = made.pk
            return
        name = cast(User, form.instance).username
        manage_users.change_user(name, person_told(name, told), by=by)
        switch = manage_users.enable_user if told["is_active"] else manage_users.disable_user
        switch(name, by=by)
        if told["new_password"]:
            manage_users.change_password(name, told["new_password"], by=by)
