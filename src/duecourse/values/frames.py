"""The one kind of frame the domain works on."""

from typing import Any, TypeAlias

import narwhals.stable.v2 as nw

Frame: TypeAlias = nw.LazyFrame[Any]
"""A lazy frame of whichever engine runs; nothing in the domain collects it."""
