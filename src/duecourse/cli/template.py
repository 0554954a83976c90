"""``duecourse template``: the workbook that a small firm fills in."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from duecourse.cli.refusing import fail
from duecourse.outside.template_workbook import write_template


class TemplateLanguage(StrEnum):
    """Languages of the workbook."""

    ZH = "zh"
    EN = "en"


def template(
    out: Annotated[Path, typer.Argument(help="The workbook to write.", dir_okay=False)] = Path(
        "receivables.xlsx"
    ),
    lang: Annotated[
        TemplateLanguage, typer.Option(help="Language of the workbook.")
    ] = TemplateLanguage.ZH,
    force: Annotated[bool, typer.Option(help="Write over a workbook that is there.")] = False,
) -> None:
    """Write a workbook to fill in: a ledger by invoice, an aging that follows, a guide.

    `duecourse review` reads it as it is.
    """
    target = out if out.suffix.lower() == ".xlsx" else out.with_name(out.name + ".xlsx")
    if target.exists() and not force:
        fail("exists", lang.value, file=target)
    write_template(target, lang.value, as_of=date.today())
    typer.echo(str(target))
