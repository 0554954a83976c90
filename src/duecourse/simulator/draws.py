"""Chance that can be repeated: every row has a die of its own for every purpose.

A draw depends on seed, purpose and row number alone, never on how many rows are drawn at once
or in which order, so a company streams in chunks and comes out the same.
"""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
LAST_SHIFT = np.uint64(31)
TO_UNIT = 2.0**-53


@dataclass(frozen=True, slots=True)
class Dice:
    """The dice of one company."""

    seed: int

    def uniform(self, purpose: str, rows: Ints) -> Floats:
        """Draw one number from [0, 1) for each row.

        Source: S. Vigna, SplitMix64 (its finalizer as a hash of the row number).
        """
        bits = rows.astype(np.uint64) * GOLDEN + self.key(purpose)
        for shift, factor in MIX:
            bits ^= bits >> np.uint64(shift)
            bits *= np.uint64(factor)
        bits ^= bits >> LAST_SHIFT
        return (bits >> np.uint64(11)).astype(np.float64) * TO_UNIT

    def normal(self, purpose: str, rows: Ints) -> Floats:
        """Draw from the standard normal distribution for each row (Box and Muller 1958)."""
        radius = np.sqrt(-2.0 * np.log1p(-self.uniform(f"{purpose}, radius", rows)))
        return radius * np.cos(2.0 * np.pi * self.uniform(f"{purpose}, angle", rows))

    def waiting(self, purpose: str, rows: Ints) -> Floats:
        """Draw from the exponential distribution with mean 1 for each row."""
        return -np.log1p(-self.uniform(purpose, rows))

    def whole(self, purpose: str, rows: Ints, low: int, high: int) -> Ints:
        """Draw a whole number from low to high, both included, for each row."""
        return low + (self.uniform(purpose, rows) * (high - low + 1)).astype(np.int64)

    def chance(self, purpose: str, rows: Ints, probability: float | Floats) -> Flags:
        """Say for each row whether something of this probability happens."""
        return self.uniform(purpose, rows) < probability

    def ranks(self, purpose: str, rows: Ints) -> Floats:
        """Shuffle the rows: each gets a different share of the way from 0 to 1."""
        order = np.argsort(self.uniform(purpose, rows), kind="stable")
        shares = np.empty(len(rows))
        shares[order] = (np.arange(len(rows)) + 0.5) / len(rows)
        return shares

    def key(self, purpose: str) -> np.uint64:
        """Return the number that sets one purpose apart from all others."""
        digest = blake2b(f"{self.seed}:{purpose}".encode(), digest_size=8).digest()
        return np.uint64(int.from_bytes(digest, "little"))
