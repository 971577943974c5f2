"""`facevow keyring`: the server's keys, their rotation, and what others verify by."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from facevow.cli.common import fail
from facevow.cli.rows import print_rows, say
from facevow.cli.stored import present_keyring
from facevow.errors import KeyringError, SettingsError
from facevow.server.settings import load_settings
from facevow.signing.changing import change_keyring
from facevow.signing.keyring import Keyring, load_keyring, open_keyring

app = typer.Typer(no_args_is_help=True, help="Show the server's keys, rotate them, and print the public ones.")

FileOption = Annotated[
    Path | None,
    typer.Option(
        "--keyring", metavar="FILE", help="The keyring.  [default: that of the settings, see facevow settings]"
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the same as JSON.")]


@app.command()
def create(*, keyring: FileOption = None) -> None:
    """Make a keyring where there is none yet; the server does the same at its first start.

    Exit status: 0, also where there was one; 2 when it cannot be made or read.
    """
    path = _path(keyring)
    there = path.exists()
    try:
        found = open_keyring(path, now=datetime.now(UTC))
    except KeyringError as error:
        fail(str(error))
    say(f"{'found' if there else 'made'} {path}, which signs with {found.current.kid}")


@app.command()
def show(*, keyring: FileOption = None, as_json: JsonOption = False) -> None:
    """List the keys: names and dates, no secret.

    Exit status: 0; 2 when the keyring cannot be read.
    """
    found = _read(keyring)
    rows = [
        _row(key.kid, "signs" if key is found.current else "verifies", key.created, key.retired)
        for key in found.signing
    ]
    rows += [_row(key.id, "seals" if key is found.data[-1] else "opens", key.created, None) for key in found.data]
    print_rows(rows, as_json=as_json)


@app.command()
def jwks(*, keyring: FileOption = None) -> None:
    """Print the public keys as `/.well-known/jwks.json` has them, for those who verify offline.

    Exit status: 0; 2 when the keyring cannot be read.

        facevow keyring jwks > jwks.json
    """
    print(json.dumps(_read(keyring).jwks(), indent=2))  # noqa: T201 - this is the answer


@app.command()
def rotate(*, keyring: FileOption = None) -> None:
    """Sign and seal with new keys from now on. The old ones still verify and open; a running server follows at once.

    Exit status: 0; 2 when the keyring cannot be read or written.
    """
    before, rotated = _changed(keyring, lambda found: found.rotated(datetime.now(UTC)))
    say(f"{rotated.current.kid} signs now; {before.current.kid} is retired and still verifies")


@app.command()
def remove(
    kid: Annotated[str, typer.Argument(metavar="KID", help="A retired key, as `facevow keyring show` names it.")],
    *,
    keyring: FileOption = None,
) -> None:
    """Remove a retired key: nothing that it signed verifies any more.

    Exit status: 0; 2 when there is no such key, it is the one that signs, or the keyring cannot be written.
    """
    _changed(keyring, lambda found: found.without(kid))
    say(f"{kid} is removed; what it signed no longer verifies")


def _row(name: str, use: str, created: datetime, retired: datetime | None) -> dict[str, str | None]:
    return {
        "key": name,
        "use": use,
        "created": created.isoformat(timespec="seconds"),
        "retired": retired.isoformat(timespec="seconds") if retired else None,
    }


def _path(given: Path | None) -> Path:
    try:
        return given or load_settings().keyring
    except SettingsError as error:
        fail(str(error))


def _read(given: Path | None) -> Keyring:
    """The keyring of a file, or of the settings where no file was given."""
    try:
        return load_keyring(given) if given else present_keyring(load_settings())
    except (KeyringError, SettingsError) as error:
        fail(str(error))


def _changed(given: Path | None, change: Callable[[Keyring], Keyring]) -> tuple[Keyring, Keyring]:
    """The keyring before and after a change of its file; a failure changes nothing and ends with status 2."""
    try:
        if given is None and load_settings().keyring_text is not None:
            fail("the settings hold the keyring itself (keyring_text): name the file that it came from by --keyring")
        return change_keyring(_path(given), change)
    except (KeyringError, SettingsError) as error:
        fail(str(error))
