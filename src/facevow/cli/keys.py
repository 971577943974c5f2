"""`facevow keys`: makes, lists and revokes API keys. It works on the database, whether the server runs or not."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from facevow.cli.common import fail, plain
from facevow.errors import FacevowError
from facevow.server.door.keys import CACHE_SECONDS, Scope, new_key
from facevow.server.settings import Settings, load_settings
from facevow.signing.keyring import open_keyring, parse_keyring
from facevow.store.database import Database
from facevow.store.keys import ApiKeys

ACTOR: Final = "cli"
"""Who the audit log says it was."""

WIDE: Final = 400
"""Columns where no terminal says how many there are: a file or a pipe."""

app = typer.Typer(no_args_is_help=True, help="API keys: who may use the server, and for what.")

DatabaseOption = Annotated[
    str | None, typer.Option(metavar="URL", help="SQLAlchemy URL of the database.  [default: the server's setting]")
]
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

    Scopes: sessions (make and read sessions), analyses (judge single pictures), erase (export and erase), operate
    (callbacks, metrics, logs, switches), seed (the page's socket, /predict, /match). Exit status 2: it was not made.
    """
    with _opened(database) as (settings, keys):
        now = datetime.now(UTC)
        text, record = new_key(name, scope or [Scope.SESSIONS], now)
        secret = _callback_secret(settings, record.id, now)
        keys.add(record, ACTOR)
    typer.echo(f"API key:         {text}\nCallback secret: {secret}")
    Console(stderr=True).print("Keep both where only your server reads them; they are not shown again.", soft_wrap=True)


@app.command("list")
def list_keys(*, database: DatabaseOption = None) -> None:
    """Show every key: its id, name and scopes, when it was made, last used and revoked. Secrets are not known."""
    with _opened(database) as (_, keys):
        records = sorted(keys.all(), key=lambda record: record.created)
    table = Table("id", "name", "scopes", "made", "last used", "revoked", box=None, pad_edge=False)
    for record in records:
        moments = (_moment(each) for each in (record.created, record.last_used, record.revoked))
        table.add_row(record.id, plain(record.name), ", ".join(record.scopes), *moments)
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)


@app.command()
def revoke(
    key: Annotated[str, typer.Argument(metavar="ID", help="What `facevow keys list` shows, or a whole key.")],
    *,
    database: DatabaseOption = None,
) -> None:
    """Revoke a key for good: a running server refuses it within seconds. Exit status 2: there is no such key."""
    key_id = key.removeprefix("fvk_")[:16]  # the rest of a whole key is a secret, not to be repeated
    with _opened(database) as (_, keys):
        if keys.get(key_id) is None:
            fail(f"expected the id of a key, such as `facevow keys list` shows; there is no {key_id!r}")
        changed = keys.revoke(key_id, now=datetime.now(UTC), actor=ACTOR)
    said = f"revoked; servers refuse it within {CACHE_SECONDS:.0f} s" if changed else "was revoked before"
    typer.echo(f"{key_id} {said}")


@contextmanager
def _opened(database: str | None) -> Iterator[tuple[Settings, ApiKeys]]:
    """The settings and the keys of their database; a failure ends the command with status 2."""
    try:
        settings = load_settings(database=database)
        opened = Database(settings.database)
        try:
            yield settings, ApiKeys(opened)
        finally:
            opened.close()
    except FacevowError as error:
        fail(str(error))


def _callback_secret(settings: Settings, key_id: str, now: datetime) -> str:
    """Made before the key is stored: where there is no keyring there shall be no key."""
    if settings.keyring_text is not None:
        return parse_keyring(settings.keyring_text.get_secret_value()).callback_secret(key_id)
    return open_keyring(settings.keyring, now=now).callback_secret(key_id)


def _moment(at: datetime | None) -> str:
    return "-" if at is None else f"{at:%Y-%m-%d %H:%M:%S}Z"
