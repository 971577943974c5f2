"""Opens the server's database and secrets for a command. It may run beside the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Final

import typer

from facevow.cli.common import fail
from facevow.errors import FacevowError
from facevow.server.settings import Settings, load_settings
from facevow.signing.keyring import Keyring, load_keyring, parse_keyring
from facevow.store.database import Database

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
    if settings.keyring_text is not None:
        return parse_keyring(settings.keyring_text.get_secret_value())
    return load_keyring(settings.keyring)
