"""What is not installed is looked for once.

DuckDB imports pandas anew at every constant of an expression, to see whether it is one of pandas'
own values. Where pandas is not installed, each of these searches goes through every folder of the
path: with some five thousand constants that was a third of a review of a small ledger.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType

IMPORTING = "_find_and_load_unlocked"
"""The step of Python's import that asks the finders; others only ask whether a module is there."""


class NotInstalled(MetaPathFinder):
    """Fails an import at once, with Python's own error, of a module known not to be there.

    Whoever only asks whether it is there gets the same answer as without this finder. After
    ``importlib.invalidate_caches()``, which goes with every installation into a running program,
    modules are searched for as ever.
    """

    def __init__(self, *names: str) -> None:
        """Take the names that were searched for in vain."""
        self.names = set(names)

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002  # the signature of every finder
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        """Raise ModuleNotFoundError for an import of one of the names; find nothing else."""
        if fullname in self.names and sys._getframe(2).f_code.co_name == IMPORTING:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        return None

    def invalidate_caches(self) -> None:
        """Forget what was not there."""
        self.names.clear()


def look_once_for(name: str) -> None:
    """Search for a module now, and no more where it is not installed."""
    known = any(isinstance(one, NotInstalled) and name in one.names for one in sys.meta_path)
    if not known and name not in sys.modules and find_spec(name) is None:
        sys.meta_path.insert(0, NotInstalled(name))
