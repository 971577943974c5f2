"""`facevow keys`: makes, lists and revokes API keys. It works on the database, whether the server runs or not."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from facevow.cli.common import plain
from facevow.cli.rows import new_table, print_table
from facevow.cli.stored import ACTOR, DatabaseOption, known_key, opened
from facevow.server.door.keys import CACHE_SECONDS, Scope, new_key
from facevow.server.opening import open_secrets
from facevow.server.services import Clock
from facevow.store.keys import ApiKeys

app = typer.Typer(no_args_is_help=True, help="API keys: who may use the server, and for what.")

ScopeOption = Annotated[
    list[Scope] | None,
    typer.Option("--scope", help="What the key is for; can be given several times.  [default: sessions]"),
]


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="Whose key it is, for `facevow keys list`.")],
    *,
    scope: ScopeOption = None,
    database: DatabaseOption = None,
) -> None:
    """Make a key and print it, with the secret that signs its callbacks. Neither is shown again.

    Scopes: sessions (make and read sessions), analyses (judge single pictures), gallery (enrol, list, verify and
    identify people, erase templates, /match), erase (export and erase), operate (callbacks, metrics, logs, switches),
    seed (the page's socket, /predict). Exit status 2: it was not made.
    """
    with opened(database) as (settings, found):
        text, record = new_key(name, scope or [Scope.SESSIONS], datetime.now(UTC))
        secret = open_secrets(settings, Clock()).present().callback_secret(record.id)
        ApiKeys(found).add(record, ACTOR)  # last: where there is no keyring there shall be no key
    typer.echo(f"API key:         {text}\nCallback secret: {secret}")
    Console(stderr=True).print("Keep both where only your server reads them; they are not shown again.", soft_wrap=True)


@app.command("list")
def list_keys(*, database: DatabaseOption = None) -> None:
    """Show every key: its id, name and scopes, when it was made, last used and revoked. Secrets are not known."""
    with opened(database) as (_, found):
        records = sorted(ApiKeys(found).all(), key=lambda record: record.created)
    table = new_table("id", "name", "scopes", "made", "last used", "revoked", framed=False)
    for record in records:
        moments = (_moment(each) for each in (record.created, record.last_used, record.revoked))
        table.add_row(record.id, plain(record.name), ", ".join(record.scopes), *moments)
    print_table(table)


@app.command()
def revoke(
    key: Annotated[str, typer.Argument(metavar="ID", help="What `facevow keys list` shows, or a whole key.")],
    *,
    database: DatabaseOption = None,
) -> None:
    """Revoke a key for good: a running server refuses it within seconds. Exit status 2: there is no such key."""
    with opened(database) as (_, found):
        keys = ApiKeys(found)
        key_id = known_key(keys, key)
        changed = keys.revoke(key_id, now=datetime.now(UTC), actor=ACTOR)
    said = f"revoked; servers refuse it within {CACHE_SECONDS:.0f} s" if changed else "was revoked before"
    typer.echo(f"{key_id} {said}")


def _moment(at: datetime | None) -> str:
    return "-" if at is None else f"{at:%Y-%m-%d %H:%M:%S}Z"
