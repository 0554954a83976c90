"""Verbs that are listed at once and imported only when called.

A review loads an engine, a chart renderer and a typesetter; ``duecourse --help`` needs none of
them. So the group knows of each verb where it lives and what it is for, and no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: the module and name of its function (or of its group), and what it is for."""

    module: str
    name: str
    says: str


def group_of(verbs: Mapping[str, Verb]) -> type[TyperGroup]:
    """Make the class of a group that has these verbs, in this order.

    Typer builds a group from its class, so the verbs are part of the class.
    """

    class Verbs(TyperGroup):
        """A group that imports a verb's module when the verb is called, not to list it."""

        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            self.commands = {
                called: TyperCommand(called, help=verb.says, rich_markup_mode=None)
                for called, verb in verbs.items()
            }

        def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, Any]:
            """Find the verb by its name, then load what does it."""
            called, found, rest = super().resolve_command(ctx, args)
            if called is not None:
                found = loaded(called, verbs[called])
            return called, found, rest

    return Verbs


def loaded(called: str, verb: Verb) -> Any:
    """Import a verb and make its command: of a group as it is, of a function by itself."""
    found = getattr(import_module(verb.module), verb.name)
    if isinstance(found, typer.Typer):
        group = get_group(found)
        group.name = called
        return group
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(called)(found)
    return get_command(alone)
