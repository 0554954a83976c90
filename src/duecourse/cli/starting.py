"""What the verbs of the system of record begin with: Django set up, the database in shape."""

from collections.abc import Callable

import typer

from duecourse.cli.refusing import refuse
from duecourse.present.wording import texts_of
from duecourse.store.setup import start
from duecourse.values.refusals import Refusal
from duecourse.values.says import Language


def ready(language: Language, *, serving: bool = False) -> list[str]:
    """Set Django up and bring the database up to date, or refuse and end with 1.

    Returns:
        the names of the migrations that were applied.
    """
    try:
        start(serving=serving)
        from duecourse.services.migrate_database import migrate_database

        return migrate_database()
    except Refusal as refusal:
        refuse(refusal, language)


def speaker(language: Language) -> Callable[..., str]:
    """Return what words this part of the house in a language, from wording/operate.toml."""
    texts = texts_of("operate")
    return lambda key, **blanks: texts[key].in_language(language).format(**blanks)


def tell(text: str) -> None:
    """Say how things go to whoever started the verb; what it answers goes to standard output."""
    typer.echo(text, err=True)
