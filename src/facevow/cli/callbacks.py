"""`facevow callbacks`: what waits to be delivered, sending it again, and checking what a receiver was sent."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from facevow.cli.common import fail
from facevow.cli.rows import print_rows, say
from facevow.cli.stored import ACTOR, DatabaseOption, known_key, opened, present_keyring
from facevow.errors import TokenError
from facevow.signing import callbacks
from facevow.store.keys import ApiKeys
from facevow.store.outbox import Outbox, State
from facevow.store.records import OutboxRecord

app = typer.Typer(no_args_is_help=True, help="Callbacks: see what is on its way, send it again, verify what arrived.")

JsonOption = Annotated[bool, typer.Option("--json", help="Print the same as JSON.")]
SecretOption = Annotated[
    str, typer.Option(envvar="FACEVOW_CALLBACK_SECRET", prompt=True, hide_input=True, help="whsec_ and base64.")
]


@app.command("list")
def list_callbacks(
    *,
    state: Annotated[State | None, typer.Option(help="waiting, delivered or given_up.  [default: all]")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, the newest first.")] = 50,
    database: DatabaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show callbacks with their last attempt and the next one. Exit status 2: the database cannot be read."""
    with opened(database) as (_, found):
        records, more = Outbox(found).page(limit, state=state)
    if not records and not as_json:
        say("no callbacks")
        return
    print_rows([_row(record) for record in records], as_json=as_json)
    if more is not None:
        say(f"there are more than {limit}; --limit shows them", err=True)


@app.command()
def resend(
    callback: Annotated[str, typer.Argument(metavar="ID", help="evt_..., as `facevow callbacks list` shows it.")],
    *,
    database: DatabaseOption = None,
) -> None:
    """Have a callback sent once more, also one that was delivered or given up, by the next server that looks.

    Exit status 2: there is no such callback, or the database cannot be written.
    """
    with opened(database) as (_, found):
        if not Outbox(found).resend(callback, datetime.now(UTC), actor=ACTOR):
            fail(f"expected the id of a callback, such as `facevow callbacks list` shows; there is no {callback!r}")
    say(f"{callback} is due now")


@app.command()
def secret(
    *,
    key: Annotated[str, typer.Option(metavar="ID", help="Whose callbacks.  [default: a server without keys]")] = "",
    database: DatabaseOption = None,
) -> None:
    """Print the secret that signs the callbacks of an API key's sessions, for the receiver to verify them by.

    Exit status 2: there is no such key, or the server has no secrets yet, or they cannot be read.
    """
    with opened(database) as (settings, found):
        key_id = known_key(ApiKeys(found), key) if key else ""
        printed = present_keyring(settings).callback_secret(key_id)
    typer.echo(printed)


@app.command()
def verify(
    body: Annotated[Path, typer.Argument(metavar="FILE", help="The exact bytes of the body that arrived.")],
    *,
    callback: Annotated[str, typer.Option("--id", metavar="ID", help="Its header webhook-id.")],
    timestamp: Annotated[str, typer.Option(metavar="SECONDS", help="Its header webhook-timestamp.")],
    signature: Annotated[str, typer.Option(metavar="TEXT", help="Its header webhook-signature.")],
    secret: SecretOption,
    at: Annotated[
        datetime | None, typer.Option(metavar="TIME", help="Whether it held then (UTC), instead of now.")
    ] = None,
) -> None:
    """Say whether a callback that arrived is what the server sent; the secret comes from FACEVOW_CALLBACK_SECRET.

    Exit status: 0 when it holds; 2 when it does not, and nothing in it may be believed.
    """
    headers = {"webhook-id": callback, "webhook-timestamp": timestamp, "webhook-signature": signature}
    now = at.replace(tzinfo=at.tzinfo or UTC) if at else datetime.now(UTC)
    try:
        callbacks.verify(secret, headers, body.read_bytes(), now=now)
    except TokenError as error:
        fail(f"{error.code}: {error}")
    except (OSError, ValueError) as error:  # no such file, or a secret of another form
        fail(str(error))
    say(f"{callback} holds")


def _row(record: OutboxRecord) -> dict[str, Any]:
    """A line of the list. The address stands in it: who reads the database may know it."""
    state = "delivered" if record.delivered else "given_up" if record.given_up else "waiting"
    return {
        "callback": record.id,
        "event": record.event,
        "session": record.session,
        "state": state,
        "attempts": record.attempts,
        "last": record.last_error or record.last_status,
        "due": record.due.isoformat(timespec="seconds") if state == "waiting" else None,
        "url": record.url,
    }
