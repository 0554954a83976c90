"""``duecourse token``: keys for programs that call the interface."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from duecourse.cli.languages import Lang
from duecourse.cli.refusing import refuse
from duecourse.cli.starting import ready
from duecourse.cli.user import LangOption, show
from duecourse.present.wording import texts_of
from duecourse.values.refusals import Refusal

MOST_DAYS = 3650

app = typer.Typer(
    help="Issue, list and revoke tokens for programs.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.command()
def issue(
    user: Annotated[str, typer.Argument(metavar="USER", help="As whom the program acts.")],
    name: Annotated[str, typer.Option(help="What the token is for.")],
    scope: Annotated[list[str], typer.Option(help="What it may; can be given several times.")],
    days: Annotated[int, typer.Option(min=1, max=MOST_DAYS, help="How long it is good.")] = 365,
    lang: LangOption = Lang.ZH,
) -> None:
    """Issue a token. Its secret is printed once, to standard output alone.

    Exit codes: 0 issued, 1 refused.
    """
    ready(lang.value)
    from duecourse.services.api_tokens import TokenAsked, issue_token, owner_named

    until = datetime.now(UTC) + timedelta(days=days)
    try:
        asked = TokenAsked(owner_named(user), name, scope, until)
        token, secret = issue_token(asked, None)
    except Refusal as refusal:
        refuse(refusal, lang.value)
    says = said("token.issued", lang, prefix=token.prefix, until=f"{until:%Y-%m-%d}")
    typer.echo(says, err=True)
    typer.echo(secret)


@app.command()
def revoke(
    prefix: Annotated[str, typer.Argument(metavar="PREFIX", help="Its beginning, as listed.")],
    lang: LangOption = Lang.ZH,
) -> None:
    """Revoke a token for good.

    Exit codes: 0 revoked, 1 refused.
    """
    ready(lang.value)
    from duecourse.services.api_tokens import revoke_token, token_named

    try:
        revoke_token(token_named(prefix), None)
    except Refusal as refusal:
        refuse(refusal, lang.value)
    typer.echo(said("token.revoked", lang, prefix=prefix))


@app.command("list")
def list_tokens(lang: LangOption = Lang.ZH) -> None:
    """List all tokens: as whom, what for, which scopes, until when."""
    ready(lang.value)
    from duecourse.store.tokens import ApiToken

    rows = [
        [
            token.prefix,
            token.user.get_username(),
            token.name,
            " ".join(token.scopes),
            "" if token.expires_at is None else f"{token.expires_at:%Y-%m-%d}",
            said("token.on" if token.revoked_at is None else "token.off", lang),
        ]
        for token in ApiToken.objects.select_related("user")
    ]
    heads = ("prefix", "user", "name", "scopes", "until", "state")
    show([[said(f"token.head.{head}", lang) for head in heads], *rows])


def said(key: str, lang: Lang, **blanks: object) -> str:
    """Word something of wording/orders.toml."""
    return texts_of("orders")[key].in_language(lang.value).format(**blanks)
