"""The files of a checkout, without what tools leave in it."""

from collections.abc import Iterator
from pathlib import Path

LEFT_BY_TOOLS = frozenset(
    {"__pycache__", "demo", "dist", "htmlcov", "metastore_db", "spark-warehouse"}
)
KEPT_THOUGH_HIDDEN = frozenset({".ci", ".gitignore"})


def files(root: Path, pattern: str = "*") -> Iterator[Path]:
    """Yield the files that match, in order, leaving out caches, environments and results."""
    for path in sorted(root.rglob(pattern)):
        if path.is_file() and not any(map(left_out, path.relative_to(root).parts)):
            yield path


def left_out(part: str) -> bool:
    """Say whether a part of a path belongs to a tool and not to the project.

    >>> left_out(".venv"), left_out("src"), left_out(".ci")
    (True, False, False)
    """
    hidden = part.startswith(".") and part not in KEPT_THOUGH_HIDDEN
    return hidden or part in LEFT_BY_TOOLS or part.endswith(".egg-info")
