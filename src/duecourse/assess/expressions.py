"""Small expressions that rules are put together from."""

from collections.abc import Iterable, Sequence

import narwhals.stable.v2 as nw

NO_TEXT = nw.lit(None, nw.String())
UNKNOWN = nw.lit(None, nw.Float64())


def first_of(cases: Iterable[tuple[nw.Expr, nw.Expr]], otherwise: nw.Expr) -> nw.Expr:
    """Return the value beside the first expression that is true, else ``otherwise``."""
    found = otherwise
    for holds, value in reversed(list(cases)):
        found = nw.when(holds).then(value).otherwise(found)
    return found


def named(flags: Sequence[tuple[str, nw.Expr]]) -> nw.Expr:
    """Join the ids whose flag is up by a blank, in order; none gives an empty text."""
    if not flags:
        return nw.lit("")
    ids = [nw.when(flag).then(nw.lit(name)).otherwise(NO_TEXT) for name, flag in flags]
    return nw.concat_str(*ids, separator=" ", ignore_nulls=True)


def any_of(flags: Iterable[nw.Expr]) -> nw.Expr:
    """Say whether one of the flags is up; of none, none is."""
    return nw.any_horizontal(nw.lit(False), *flags, ignore_nulls=True)


def all_of(flags: Iterable[nw.Expr]) -> nw.Expr:
    """Say whether all flags are up; of none, all are."""
    return nw.all_horizontal(nw.lit(True), *flags, ignore_nulls=True)
