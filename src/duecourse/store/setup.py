"""Starting Django before anything touches the store: for verbs, workers and scripts."""

import os
import secrets

from duecourse.values.refusals import Refusal

SETTINGS = "duecourse.web.settings"
SECRET = "DUECOURSE_SECRET_KEY"


class NotStarted(Refusal, RuntimeError):
    """The system of record cannot start: a package or a setting is missing."""


def start(*, serving: bool = False) -> None:
    """Set Django up by the settings of the application, unless others are named; once.

    Only who serves signs sessions and needs the secret; a verb does with one that it forgets.

    Raises:
        NotStarted: Django is not installed, or the environment says too little.
    """
    try:
        import django  # noqa: PLC0415  # an extra
        from django.conf import settings  # noqa: PLC0415
    except ModuleNotFoundError as error:
        says = f"The system of record needs the extra web: pip install 'duecourse[web]' ({error})."
        raise NotStarted(says, "web-absent", why=error) from error
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if not serving:
        os.environ[SECRET] = os.environ.get(SECRET) or secrets.token_urlsafe(48)
    try:
        settings.INSTALLED_APPS  # noqa: B018  # the first look reads the environment
    except RuntimeError as error:
        raise NotStarted(str(error), "not-configured", why=error) from error
    django.setup()
