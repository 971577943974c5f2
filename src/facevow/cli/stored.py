"""Opens the server's database and secrets for a command. It may run beside the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Final

import typer

from facevow.cli.common import fail
from facevow.errors import FacevowError
from facevow.server.opening import open_secrets
from facevow.server.services import Clock
from facevow.server.settings import Settings, load_settings
from facevow.signing.keyring import Keyring
from facevow.store.database import Database
from facevow.store.keys import ApiKeys

ACTOR: Final = "cli"
"""Who the audit log says it was."""

DatabaseOption = Annotated[
    str | None, typer.Option(metavar="URL", help="SQLAlchemy URL of the database.  [default: the server's setting]")
]


@contextmanager
def opened(url: str | None) -> Iterator[tuple[Settings, Database]]:
    """The settings and their database, or that of `url`; a failure ends the command with status 2."""
    try:
        settings = load_settings(database=url)
        database = Database(settings.database)
        try:
            yield settings, database
        finally:
            database.close()
    except FacevowError as error:
        fail(str(error))


def present_keyring(settings: Settings) -> Keyring:
    """The server's secrets; none are made, since new ones would find nothing.

    Raises:
        KeyringError: there are none, or they cannot be read.
    """
    return open_secrets(settings, Clock(), make=False).present()


def known_key(keys: ApiKeys, text: str) -> str:
    """The id of a key that is in the database, by its id or the whole key; else the command ends with status 2.

    Raises:
        StoreError: the database cannot be read.
    """
    key_id = text.removeprefix("fvk_")[:16]  # the rest of a whole key is a secret, not to be repeated
    if keys.get(key_id) is None:
        fail(f"expected the id of a key, such as `facevow keys list` shows; there is no {key_id!r}")
    return key_id
