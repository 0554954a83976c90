"""Settings of the application for a benchmark: tables straight from the models.

What is measured is the code as it stands, whether or not its migrations are written.
"""

from typing import Any

from duecourse.web.settings import *  # noqa: F403


class Straight(dict[str, Any]):
    """No application has migrations."""

    def __contains__(self, _: object) -> bool:
        """Speak for every application."""
        return True

    def __getitem__(self, _: str) -> None:
        """Name no module."""


MIGRATION_MODULES = Straight()
LOGGING: dict[str, Any] = {"version": 1, "disable_existing_loggers": True}
"""Pages that a role may not see are asked for too; nobody needs to read of it."""
