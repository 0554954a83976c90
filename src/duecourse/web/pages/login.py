"""Signing in and out."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView

from duecourse.present.wording import words
from duecourse.web.middleware import language_of


class SignIn(AuthenticationForm):
    """Name and password; what is wrong is said in the house's own words."""

    def __init__(self, request: Any = None, *args: Any, **named: Any) -> None:
        """Word the refusals in the language of who asks."""
        super().__init__(request, *args, **named)
        word = words("zh" if request is None else language_of(request))
        self.error_messages = {
            "invalid_login": word("web.login.refused"),
            "inactive": word("web.login.refused"),
        }


class Login(LoginView):
    """The first page for who is not signed in."""

    template_name = "login.html"
    authentication_form = SignIn
    redirect_authenticated_user = True


class Logout(LogoutView):
    """The way out: a form, for a link could be followed unasked."""
