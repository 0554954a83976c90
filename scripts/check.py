"""Check the house's own rules: a line for each fault, and exit code 1 where there is any."""

import sys
from collections.abc import Callable
from pathlib import Path

from rules import docs, laws, lock, needs, sizes, traces, wording

Rule = Callable[[Path], list[str]]
RULES: tuple[Rule, ...] = (
    lock.faults,
    needs.faults,
    docs.faults,
    laws.faults,
    wording.faults,
    sizes.faults,
    traces.faults,
)


def main(root: Path) -> int:
    """Print every fault in the tree; return how the process is to end."""
    found = [fault for rule in RULES for fault in rule(root)]
    for fault in found:
        print(fault, file=sys.stderr)
    print(f"House rules: {len(found)} faults." if found else "House rules: all kept.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).parents[1]))
