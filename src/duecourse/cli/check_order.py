"""``duecourse check-order``: one order against the position."""

from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from duecourse.cli.languages import Lang
from duecourse.cli.refusing import day_named, fail, must_exist, print_problems, refuse
from duecourse.engines.engine import Engine, EngineAbsent, engine_named
from duecourse.policy.reading import InvalidPolicy
from duecourse.present.order_answer import order_sentences
from duecourse.services.order_check import NoSuchCustomer, Order, answer_order
from duecourse.services.position_of import (
    NoSuchPolicy,
    NothingToReview,
    Request,
    chosen_day,
    chosen_policy,
    read_source,
)
from duecourse.sources.mapping_file import BadMapping
from duecourse.values.says import Language

NOT_AS_IT_IS = 2
REFUSALS = (
    BadMapping,
    EngineAbsent,
    NoSuchCustomer,
    NoSuchPolicy,
    NothingToReview,
)


class EngineChoice(StrEnum):
    """Engines that can do the work."""

    DUCKDB = "duckdb"
    POLARS = "polars"
    SPARK = "spark"


def check_order(
    source: Annotated[Path, typer.Argument(help="The ledger: a workbook, a file or a folder.")],
    customer: Annotated[str, typer.Argument(help="Who orders: its id, or its name.")],
    amount: Annotated[str, typer.Argument(help="The gross amount, such as 12500.00.")],
    currency: Annotated[
        str | None, typer.Option(help="The order's currency. [default: the customer's]")
    ] = None,
    policy: Annotated[
        str | None, typer.Option(help="A policy file, or standard, sme or cautious.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            help="The day to judge. [default: the day that the sheet states, else today]",
        ),
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
    must_exist(source, lang.value)
    order = Order(customer, amount_of(amount, lang.value), currency.upper() if currency else None)
    day = day_named(as_of, lang.value) if as_of else None
    request = Request(source, date.today(), day, mapping, policy)
    try:
        running = engine_named(engine.value)
        try:
            sentences, approved = answered(order, request, running, lang)
        finally:
            running.close()
    except REFUSALS as refusal:
        refuse(refusal, lang.value)
    except InvalidPolicy as invalid:
        print_problems(invalid.problems, lang.value)
        fail("bad-policy", lang.value, policy=policy)
    for sentence in sentences:
        typer.echo(sentence)
    raise typer.Exit(0 if approved else NOT_AS_IT_IS)


def answered(order: Order, request: Request, running: Engine, lang: Lang) -> tuple[list[str], bool]:
    """Read the books, answer the order, word the answer."""
    read = read_source(request, running, progress=lambda _: None)
    policy, _ = chosen_policy(request, read.ledger)
    as_of, _ = chosen_day(request, read.stated_on)
    answer, _ = answer_order(order, read.ledger, policy, as_of=as_of, arrow=running.arrow)
    return order_sentences(answer, lang.value), answer.outcome == "approve"


def amount_of(text: str, language: Language) -> Decimal:
    """Read an amount above zero; commas between thousands are allowed."""
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        fail("bad-amount", language, text=text)
    if not amount.is_finite() or amount <= 0:
        fail("not-above-0", language, text=text)
    return amount
