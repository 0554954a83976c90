"""``duecourse check-order``: one order against the position."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from duecourse.engines.engine import Engine, EngineAbsent, engine_named
from duecourse.policy.reading import InvalidPolicy
from duecourse.present.order_answer import order_sentences
from duecourse.services.order_check import NoSuchCustomer, Order, answer_order
from duecourse.services.position_of import (
    NoSuchPolicy,
    NothingToReview,
    Request,
    chosen_policy,
    read_source,
)
from duecourse.sources.mapping_file import BadMapping

FAILED, NOT_AS_IT_IS = 1, 2
REFUSALS = (
    BadMapping,
    EngineAbsent,
    InvalidPolicy,
    NoSuchCustomer,
    NoSuchPolicy,
    NothingToReview,
)


class Lang(StrEnum):
    """Languages of the answer."""

    ZH = "zh"
    EN = "en"


class EngineChoice(StrEnum):
    """Engines that can do the work."""

    DUCKDB = "duckdb"
    POLARS = "polars"
    SPARK = "spark"


def check_order(
    source: Annotated[
        Path, typer.Argument(help="The ledger: a workbook, a file or a folder.", exists=True)
    ],
    customer: Annotated[str, typer.Argument(help="Who orders: its id, or its name.")],
    amount: Annotated[str, typer.Argument(help="The gross amount, such as 12500.00.")],
    currency: Annotated[
        str | None, typer.Option(help="The order's currency. [default: the customer's]")
    ] = None,
    policy: Annotated[
        str | None, typer.Option(help="A policy file, or standard, sme or cautious.")
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day to judge. [default: today]"),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(help="Which column is what, for foreign files.", exists=True, dir_okay=False),
    ] = None,
    engine: Annotated[EngineChoice, typer.Option(help="What computes.")] = EngineChoice.DUCKDB,
    lang: Annotated[Lang, typer.Option(help="Language of the answer.")] = Lang.ZH,
) -> None:
    """Check one order: approve, approve with conditions, or hold; with the reasons.

    Exit codes: 0 approved, 2 with conditions or on hold, 1 no answer.
    """
    order = Order(customer, amount_of(amount), currency.upper() if currency else None)
    request = Request(source, as_of.date() if as_of else date.today(), mapping, policy)
    try:
        running = engine_named(engine.value)
        try:
            sentences, approved = answered(order, request, running, lang)
        finally:
            running.close()
    except REFUSALS as refusal:
        fail(str(refusal))
    for sentence in sentences:
        typer.echo(sentence)
    raise typer.Exit(0 if approved else NOT_AS_IT_IS)


def answered(order: Order, request: Request, running: Engine, lang: Lang) -> tuple[list[str], bool]:
    """Read the books, answer the order, word the answer."""
    ledger = read_source(request, running, progress=lambda _: None).ledger
    policy, _ = chosen_policy(request, ledger)
    answer, _ = answer_order(order, ledger, policy, as_of=request.as_of, arrow=running.arrow)
    return order_sentences(answer, lang.value), answer.outcome == "approve"


def amount_of(text: str) -> Decimal:
    """Read an amount above zero; commas between thousands are allowed."""
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        fail(f"{text} is not an amount; write it like 12500.00.")
    if not amount.is_finite() or amount <= 0:
        fail(f"An order is above zero; {text} is not.")
    return amount


def fail(says: str) -> NoReturn:
    """Say why there is no answer, and end with 1."""
    typer.echo(says, err=True)
    raise typer.Exit(FAILED)
