"""requirements.lock: matches pyproject.toml, carries hashes, names no host.

Nothing is resolved again: what is asked for must be pinned to a version that is allowed.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

COMPLETE = "requirements.lock"
BASE = "requirements-base.lock"
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")
HOST = re.compile(r"://|^\s*-(?!-hash)|\s@\s|--(index|find|extra|trusted)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pin:
    """One version of one package, with the hashes of its files."""

    name: str
    version: Version
    hashes: frozenset[str]


def faults(root: Path) -> list[str]:
    """Say where the two locks and pyproject.toml do not agree."""
    asked = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    texts = {name: (root / name).read_text("utf-8") for name in (COMPLETE, BASE)}
    locks = {name: pins(text) for name, text in texts.items()}
    return [
        *(f"{name}: names a host or a place" for name in texts if HOST.search(texts[name])),
        *(
            f"{name}: {pin.name} has no hash"
            for name, found in locks.items()
            for pin in found
            if not pin.hashes
        ),
        *unmet(COMPLETE, everything(asked), locks[COMPLETE]),
        *unmet(BASE, of_base(asked), locks[BASE]),
        *(
            f"{BASE}: {pin.name} {pin.version} is not what {COMPLETE} has"
            for pin in locks[BASE]
            if pin not in locks[COMPLETE]
        ),
    ]


def everything(asked: Mapping[str, Any]) -> list[str]:
    """List every requirement of the project: its own, of its extras and of its groups."""
    extras = asked["project"].get("optional-dependencies", {}).values()
    groups = asked.get("dependency-groups", {}).values()
    return [
        *asked["project"]["dependencies"],
        *(line for lines in (*extras, *groups) for line in lines),
    ]


def of_base(asked: Mapping[str, Any]) -> list[str]:
    """List what `make demo` installs: the project's own needs and those of the application."""
    extras = asked["project"].get("optional-dependencies", {})
    return [*asked["project"]["dependencies"], *extras.get("web", [])]


def pins(text: str) -> list[Pin]:
    """Read a lock file.

    >>> pins("a-b==1.0 ; sys_platform == 'win32' --hash=sha256:0f")
    [Pin(name='a-b', version=<Version('1.0')>, hashes=frozenset({'0f'}))]
    """
    blocks = re.split(r"\n(?=\S)", text.strip())
    return [
        Pin(
            canonicalize_name(found["name"]),
            Version(found["version"]),
            frozenset(re.findall(r"--hash=sha256:([0-9a-f]+)", block)),
        )
        for block in blocks
        if (found := PIN.match(block))
    ]


def unmet(lock: str, asked: Iterable[str], found: Iterable[Pin]) -> list[str]:
    """Name the requirements that no pin meets, and the pins that a requirement excludes."""
    pinned = list(found)
    missed: list[str] = []
    for requirement in map(Requirement, asked):
        same = [pin for pin in pinned if pin.name == canonicalize_name(requirement.name)]
        allowed = [pin for pin in same if pin.version in requirement.specifier]
        if not same or len(allowed) < len(same):
            has = ", ".join(str(pin.version) for pin in same) or "nothing"
            missed.append(f"{lock}: has {has} for {requirement}; run `make lock`")
    return missed
