"""Which regime governs a debt: the law files read into regimes, and the choice among them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from duecourse.law.data import COUNTRIES, held_country, law_data, law_path
from duecourse.law.rates import Dated, Series
from duecourse.law.regime import Applies, FixedSum, MarkUp, RateFloor, Regime
from duecourse.values.says import Says


def regime_of(
    country: str,
    *,
    debtor_class: str | None = None,
    seller_class: str | None = None,
    contract_on: date | None = None,
) -> Regime | None:
    """Choose the regime that governs a debt; None where the country's law is not held.

    Those held are ``law.data.COUNTRIES``. Unknown classes never bring a debt under a
    rule that protects only some: then the country's general rule holds.

    Source: docs/adr/0021-law-chinese-regime.md.
    """
    code = held_country(country)
    if code is None:
        return None
    return next(
        (
            regime
            for regime in regimes(code)
            if regime.applies.covers(debtor_class, seller_class, contract_on)
        ),
        None,
    )


@cache
def first_days() -> tuple[date, ...]:
    """Return the days from which some regime takes contracts, in order.

    Two contracts between the same two of these days come under the same regimes.
    """
    held = [regime for country in COUNTRIES for regime in regimes(country)]
    return tuple(sorted({regime.applies.contracts_from for regime in held} - {date.min}))


@cache
def regimes(country: str) -> tuple[Regime, ...]:
    """Read the regimes of a country that is held, those for some before those for all."""
    data = law_data(country, "late_interest")
    series = {
        name: series_of(name, table, file=law_path(country, "late_interest"))
        for name, table in data["series"].items()
    }
    return tuple(regime_from(table, country, series) for table in data["regime"])


def regime_from(table: Mapping[str, Any], country: str, series: Mapping[str, Series]) -> Regime:
    """Build a regime from one ``[[regime]]`` table."""
    return Regime(
        id=table["id"],
        country=country,
        says=Says(**table["says"]),
        source=table["source"],
        rate_behaviour=table["rate_behaviour"],
        unit=table["unit"],
        series=joined([series[name] for name in table["series"]]),
        day_count=table["day_count"],
        margins=dated(table.get("margin", {})),
        mark_up=MarkUp(**table["mark_up"]) if "mark_up" in table else None,
        fixed_sums=tuple(fixed_sum_from(sums) for sums in table.get("fixed_sum", [])),
        floor=floor_from(table.get("agreed_rate_floor"), series),
        applies=applies_from(table.get("applies", {})),
    )


def fixed_sum_from(table: Mapping[str, Any]) -> FixedSum:
    """Build a fixed sum from one ``[[regime.fixed_sum]]`` table."""
    bands = tuple((Decimal(least), Decimal(amount)) for least, amount in table["bands"])
    return FixedSum(**{**table, "bands": bands})


def applies_from(table: Mapping[str, Any]) -> Applies:
    """Build whom a rule covers: lists of classes, and the first day of its contracts."""
    return Applies(
        debtor_class=tuple(table.get("debtor_class", ())),
        seller_class=tuple(table.get("seller_class", ())),
        contracts_from=table.get("contracts_from", date.min),
    )


def floor_from(table: Mapping[str, Any] | None, series: Mapping[str, Series]) -> RateFloor | None:
    """Build the floor of agreed rates from ``[regime.agreed_rate_floor]``, where there is one."""
    if table is None:
        return None
    built = {
        "times": Decimal(table["times"]),
        "series": series[table["series"]],
        "says": Says(**table["says"]),
    }
    return RateFloor(**{**table, **built})


def series_of(name: str, table: Mapping[str, Any], *, file: str) -> Series:
    """Build a published rate from one ``[series.NAME]`` table."""
    return Series(name, table["source"], table["known_until"], dated(table["in_force"]), file)


def joined(series: list[Series]) -> Series:
    """Join rates that follow one another in time; each ends where the next begins."""
    if len(series) == 1:
        return series[0]
    last = series[-1]
    return Series(
        id=", ".join(one.id for one in series),
        source="; ".join(one.source for one in series),
        known_until=last.known_until,
        rates={start: rate for one in series for start, rate in one.rates.items()},
        file=last.file,
    )


def dated(table: Mapping[str, Decimal]) -> Dated:
    """Read a table whose keys are days."""
    return {date.fromisoformat(day): value for day, value in table.items()}
