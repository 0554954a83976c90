"""Needs: what the source imports is what pyproject.toml asks for, no more and no less."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from rules.tree import files

SOURCE = Path("src", "duecourse")


def faults(root: Path) -> list[str]:
    """Name the packages that are asked for and not used, or used and not asked for."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project.get("optional-dependencies", {}).values()
    texts = {path: path.read_text("utf-8") for path in files(root / SOURCE, "*.py")}
    provided = packages_by_import()
    base = names(project["dependencies"])
    asked = base.union(*map(names, extras))
    return [
        *(
            f"pyproject.toml: {package} is asked for and nothing in the source uses it"
            for package in sorted(base)
            if not used(package, provided, texts.values())
        ),
        *(
            f"{path.relative_to(root).as_posix()}: imports {name}, which nothing asks for"
            for path, text in texts.items()
            for name in sorted(set(imports(text)))
            if not provided.get(name, frozenset({name})) & asked
        ),
    ]


def names(requirements: list[str]) -> frozenset[str]:
    """Return the names of the packages that a list of requirements asks for.

    >>> sorted(names(["Jinja2>=3", "vl_convert"]))
    ['jinja2', 'vl-convert']
    """
    return frozenset(canonicalize_name(Requirement(line).name) for line in requirements)


def packages_by_import() -> Mapping[str, frozenset[str]]:
    """Return, for each name that can be imported here, the installed packages that bring it."""
    return {
        name: frozenset(map(canonicalize_name, packages))
        for name, packages in packages_distributions().items()
    }


def used(package: str, provided: Mapping[str, frozenset[str]], texts: Iterable[str]) -> bool:
    """Say whether any text names what the package brings; fonts are named without an import."""
    brought = [name for name, packages in provided.items() if package in packages]
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, brought or [package]))})\b")
    return any(named.search(text) for text in texts)


def imports(text: str) -> Iterator[str]:
    """Yield the top names that a file imports, the standard library's and our own left out."""
    for node in ast.walk(ast.parse(text)):
        found = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        for top in (name.partition(".")[0] for name in found):
            if top != "duecourse" and top not in sys.stdlib_module_names:
                yield top
