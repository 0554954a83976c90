"""Duecourse 如期: trade-credit management for companies that sell on account."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duecourse.services.python_face import measure, read_ledger, read_policy, run, simulate

__all__ = ["measure", "read_ledger", "read_policy", "run", "simulate"]


def __getattr__(name: str) -> Any:
    """Load the Python face when it is asked for, so that the command line starts at once."""
    if name in __all__:
        return getattr(import_module("duecourse.services.python_face"), name)
    raise AttributeError(f"module 'duecourse' has no attribute {name!r}")
