"""Which of the rows of the gallery can be compared at present."""

from collections.abc import Iterable
from typing import Final

from facevow.errors import KeyringError, MatchError, TokenError
from facevow.log import get_logger
from facevow.matching.matcher import Measure
from facevow.server.people.sealing import opened
from facevow.signing.keyring import Keyring
from facevow.store.gallery import Gallery
from facevow.store.records import TemplateRecord
from facevow.store.salvaging import Salvaged
from facevow.types import Template

READ_AT_ONCE: Final = 1000
"""Templates read in one query."""


def readable(keyring: Keyring, rows: Iterable[TemplateRecord], measure: Measure) -> dict[str, Template]:
    """The templates of this matcher that can be opened and read, by their ids; the log names the others of it."""
    found: dict[str, Template] = {}
    for row in rows:
        if row.matcher != measure.title:
            continue
        try:
            template = opened(keyring, row)
            measure.compare(template, template)
        except (KeyringError, TokenError, MatchError) as error:
            get_logger("people").error("template_not_opened", template=row.id, code=error.code, error=str(error))
        else:
            found[row.id] = template
    return found


def comparable(keyring: Keyring, found: Salvaged, measure: Measure) -> dict[str, Template]:
    """Those of a subject's templates that can be compared, by their ids; nothing where none is enrolled.

    Raises:
        MatchError: code `template_outdated`: there are some, and none of them can be compared. Whoever took that for
            nobody's name would enrol anybody under it.
    """
    usable = readable(keyring, found.rows, measure)
    if found.ids and not usable:
        raise outdated(measure.title)
    return usable


def outdated(title: str) -> MatchError:
    """The error for a subject nothing of whom can be compared by the matcher of this title."""
    return MatchError(
        f"expected templates that {title} can read; enrol the subject anew, with replace", code="template_outdated"
    )


def unreadable_in(gallery: Gallery, keyring: Keyring) -> tuple[set[str], int]:
    """The ids of all templates, of whatever matcher, that this keyring does not open; and how many there are in all.

    Raises:
        StoreError: the database cannot be read.
    """
    present = gallery.ids()  # first: what is enrolled meanwhile is not among them
    unreadable, number = set(present), 0
    while rows := gallery.since(number, READ_AT_ONCE):
        unreadable -= {row.id for row in rows if _opens(keyring, row)}
        number = rows[-1].number
    return unreadable, len(present)


def _opens(keyring: Keyring, row: TemplateRecord) -> bool:
    try:
        opened(keyring, row)
    except (KeyringError, TokenError):
        return False
    return True
