"""``duecourse policy``: start a policy, check it, print it, compare two, try its cases."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from duecourse.cli.languages import Lang
from duecourse.cli.policy_effect import effect
from duecourse.policies import PRESETS, preset, preset_cases

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duecourse.policy.cases import Outcome
    from duecourse.policy.shapes import Policy
    from duecourse.values.measure_spec import MeasureSpec
    from duecourse.values.problems import Problem

FAILED = 1
WITH_WARNINGS = 2

app = typer.Typer(
    help="Start, check, print and compare a written credit policy.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.command("effect")(effect)


class Preset(StrEnum):
    """The policies that come with the house."""

    STANDARD = "standard"
    SME = "sme"
    CAUTIOUS = "cautious"


LangOption = Annotated[Lang, typer.Option("--lang", help="Language of what is said.")]
PolicyArgument = Annotated[
    str, typer.Argument(help=f"A policy file, or a preset: {', '.join(PRESETS)}.")
]


@dataclass(frozen=True, slots=True)
class Source:
    """A policy's text and where it came from."""

    name: str
    text: str
    path: Path | None = None


@app.command()
def init(
    start: Annotated[Preset, typer.Argument(help="The preset to start from.")] = Preset.STANDARD,
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("policy.toml"),
    currency: Annotated[
        str | None, typer.Option(help="Your home currency; amounts are restated in it.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file.")] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """Write a preset into a file, to be made your own, and its cases beside it, if none are there.

    Exit codes: 0 written, 1 failed, 2 written, but the amounts are still to be restated.
    """
    from duecourse.policy.amounts import text_in_currency
    from duecourse.policy.cases import holding
    from duecourse.policy.reading import read_policy, valid_policy

    text = preset(start.value)
    wanted = (currency or "CNY").strip().upper()
    text, problems = text_in_currency(text, valid_policy(text), wanted)
    if wrong := read_policy(text, name=out.name)[1]:
        fail_with(wrong, lang)
    if out.exists() and not force:
        fail(said("exists", lang, file=out))
    write(out, text, lang)
    if not (beside := out.with_name("cases.toml")).exists():
        restated = valid_policy(text, measures=known_measures())
        write(beside, holding(preset_cases(start.value), restated, known_measures()), lang)
    complain(problems, lang, "doubt")
    raise typer.Exit(WITH_WARNINGS if problems else 0)


@app.command()
def check(policy: PolicyArgument, lang: LangOption = Lang.ZH) -> None:
    """Check a policy: mistakes by line, how to mend them, and doubts.

    Exit codes: 0 clean, 1 invalid, 2 valid with doubts.
    """
    from duecourse.policy.lint import lint

    source = opened(policy, lang)
    found = read(source, lang)
    doubts = lint(found, text=source.text, measures=known_measures(), name=source.name)
    complain(doubts, lang, "doubt")
    counts = {"criteria": len(found.criteria), "levels": len(found.dunning.levels)}
    typer.echo(said("valid", lang, file=source.name, version=found.version, **counts))
    if doubts:
        typer.echo(said("doubts", lang, count=len(doubts)))
    raise typer.Exit(WITH_WARNINGS if doubts else 0)


@app.command("print")
def print_policy(
    policy: PolicyArgument,
    lang: LangOption = Lang.ZH,
    out: Annotated[
        Path | None, typer.Option(help="The Markdown file to write; else it is shown.")
    ] = None,
) -> None:
    """Print the written credit policy in Markdown, to be signed.

    Exit codes: 0 printed, 1 failed.
    """
    from duecourse.policy.printing import printed

    text = printed(read(opened(policy, lang), lang), lang.value, measures=known_measures())
    if out is None:
        typer.echo(text, nl=False)
    else:
        write(out, text, lang)


@app.command()
def diff(
    old: PolicyArgument,
    new: Annotated[str, typer.Argument(help="The other policy: a file, or a preset.")],
    lang: LangOption = Lang.ZH,
) -> None:
    """Say what changes from one policy to another, a sentence each.

    Exit codes: 0 compared, 1 failed.
    """
    from duecourse.policy.comparing import differences

    before, after = (read(opened(name, lang), lang) for name in (old, new))
    changes = differences(before, after, measures=known_measures())
    for change in changes:
        typer.echo(change.says.in_language(lang.value))
    if not changes:
        typer.echo(said("same", lang))


@app.command()
def cases(
    policy: PolicyArgument,
    file: Annotated[
        Path | None, typer.Argument(help="The cases; else cases.toml beside the policy.")
    ] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Try a policy on its cases, and say of each whether it holds.

    Exit codes: 0 all hold, 1 one does not, or cannot be read.
    """
    from duecourse.policy.cases import read_cases, run

    source = opened(policy, lang)
    found = read(source, lang)
    beside = cases_of(source, file, lang)
    listed, problems = read_cases(beside.text, measures=known_measures(), name=beside.name)
    complain(problems, lang, "error")
    outcomes = run(listed, found)
    for outcome in outcomes:
        typer.echo(outcome_sentence(outcome, beside.name, lang))
    passed = sum(outcome.passed for outcome in outcomes)
    typer.echo(said("counted", lang, all=len(outcomes), passed=passed))
    raise typer.Exit(FAILED if problems or passed < len(outcomes) else 0)


def opened(name: str, lang: Lang) -> Source:
    """Read a file, or a preset where no file has the name."""
    path = Path(name)
    if name in PRESETS and not path.is_file():
        return Source(f"{name}/policy.toml", preset(name))
    return Source(path.name, text_of(path, lang), path)


def text_of(path: Path, lang: Lang) -> str:
    """Read a text file, or fail and say why."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        fail(said("unreadable", lang, file=path, why=why, presets=", ".join(PRESETS)))


def read(source: Source, lang: Lang) -> "Policy":
    """Read a policy, or fail with everything that is wrong with it."""
    from duecourse.policy.reading import read_policy

    found, problems = read_policy(source.text, measures=known_measures(), name=source.name)
    if found is None:
        fail_with(problems, lang)
    return found


def cases_of(source: Source, file: Path | None, lang: Lang) -> Source:
    """Find the cases of a policy: the file named, the preset's own, or those beside it."""
    if file is not None:
        return Source(file.name, text_of(file, lang), file)
    if source.path is None:
        return Source("cases.toml", preset_cases(source.name.partition("/")[0]))
    beside = source.path.with_name("cases.toml")
    if not beside.is_file():
        fail(said("no-cases", lang, file=beside))
    return Source(beside.name, text_of(beside, lang), beside)


def known_measures() -> "Mapping[str, MeasureSpec]":
    """Return every measure that a policy may name."""
    from duecourse.pipeline.vocabulary import VOCABULARY

    return VOCABULARY


def outcome_sentence(outcome: "Outcome", name: str, lang: Lang) -> str:
    """Say of one case whether it holds, and if not what came out instead."""
    sentence = outcome.case.says.in_language(lang.value)
    if outcome.passed:
        return f"{said('passed', lang)}  {sentence}"
    expect, got = (
        ", ".join(words) or said("nothing", lang) for words in (outcome.case.expect, outcome.got)
    )
    where = f"{name}:{outcome.case.row} {sentence}"
    return f"{said('failed', lang)}  {said('but', lang, where=where, expect=expect, got=got)}"


def complain(problems: "list[Problem]", lang: Lang, kind: str) -> None:
    """Show problems on standard error: where, what is so, how to mend it."""
    from duecourse.present.problems import sentences

    for problem in problems:
        so, to_do = sentences(problem, lang.value)
        where = problem.file if problem.row is None else f"{problem.file}:{problem.row}"
        typer.echo(f"{where}: {said(kind, lang)}: {so} {to_do}".rstrip(), err=True)


def write(out: Path, text: str, lang: Lang) -> None:
    """Write a file and say so; fail where that is not possible."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        fail(said("unwritable", lang, file=out, why=error.strerror or error))
    typer.echo(said("written", lang, file=out))


def said(key: str, lang: Lang, **blanks: object) -> str:
    """Return one sentence of this command, from present/wording/policy_command.toml."""
    from duecourse.present.wording import texts_of

    return texts_of("policy_command")[key].in_language(lang.value).format(**blanks)


def fail(sentence: str) -> NoReturn:
    """Say what is wrong, and end with 1."""
    typer.echo(sentence, err=True)
    raise typer.Exit(FAILED)


def fail_with(problems: "list[Problem]", lang: Lang) -> NoReturn:
    """Show what is wrong, and end with 1."""
    complain(problems, lang, "error")
    raise typer.Exit(FAILED)
