"""Sizes: no function over fifty lines, no file over four hundred."""

import ast
from collections.abc import Iterator
from pathlib import Path

from rules.tree import files

FUNCTION_LINES = 50
FILE_LINES = 400
WRITTEN_BY_DJANGO = "migrations"


def faults(root: Path) -> list[str]:
    """Name the functions and files that are too long to be read at one sitting."""
    return [
        f"{path.relative_to(root).as_posix()}{fault}"
        for path in files(root, "*.py")
        if path.parent.name != WRITTEN_BY_DJANGO
        for fault in faults_of(path.read_text("utf-8"))
    ]


def faults_of(text: str) -> list[str]:
    """Say what is too long in one file."""
    lines = len(text.splitlines())
    return [
        *([f": has {lines} lines; split it by noun"] if lines > FILE_LINES else []),
        *(
            f":{line}: {name} has {length} lines; split it"
            for name, line, length in functions(ast.parse(text))
            if length > FUNCTION_LINES
        ),
    ]


def functions(tree: ast.Module) -> Iterator[tuple[str, int, int]]:
    """Yield each function's name, first line and number of lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1
