"""Seals templates and the names beside them, each bound to its own row: moved to another it opens no more."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from facevow.errors import KeyringError, TokenError
from facevow.log import get_logger
from facevow.signing.keyring import Keyring
from facevow.store.enrolled import Enrolled
from facevow.store.records import SessionRecord, TemplateRecord
from facevow.store.references import ReferenceRecord
from facevow.types import Template

Source = Literal["image", "session"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a template comes from: an image, or the session of that id."""

    source: Source = "image"
    session: str | None = None


def seal(  # noqa: PLR0913 - the columns of a row
    keyring: Keyring,
    template: Template,
    subject: str,
    *,
    origin: Origin,
    quality: Mapping[str, Any],
    now: datetime,
) -> TemplateRecord:
    """The row of a template, sealed by the newest key, with an id that nobody can guess."""
    name, hashed = "tpl_" + secrets.token_urlsafe(16), keyring.subject_hash(subject)
    key_id, content = keyring.seal(template.content, _about_content(name, hashed, template.matcher))
    _, sealed = keyring.seal(subject.encode(), _about_name(name, hashed))
    return TemplateRecord(
        id=name,
        subject=hashed,
        name=sealed,
        matcher=template.matcher,
        created=now,
        source=origin.source,
        session=origin.session,
        quality=dict(quality),
        sealed_with=key_id,
        content=content,
    )


def opened(keyring: Keyring, row: TemplateRecord) -> Template:
    """The template of a row.

    Raises:
        KeyringError: this keyring has not the key.
        TokenError: the row was changed, cut, or stands in another's place.
    """
    about = _about_content(row.id, row.subject, row.matcher)
    return Template(row.matcher, keyring.open(row.sealed_with, row.content, about))


def name_of(keyring: Keyring, row: TemplateRecord | Enrolled) -> str | None:
    """The subject of a row, None where its name cannot be opened; the log says why."""
    name = row.id_of_name if isinstance(row, Enrolled) else row.id
    hashed = row.subject_hash if isinstance(row, Enrolled) else row.subject
    if name is None or row.name is None or row.sealed_with is None:
        return None
    try:
        subject = keyring.open(row.sealed_with, row.name, _about_name(name, hashed)).decode()
    except (KeyringError, TokenError, UnicodeDecodeError) as error:
        get_logger("people").error("name_not_opened", template=name, error=str(error))
        return None
    return subject


def seal_reference(keyring: Keyring, template: Template, session: str) -> ReferenceRecord:
    """A template for one session alone."""
    key_id, content = keyring.seal(template.content, _about_reference(session, template.matcher))
    return ReferenceRecord(session=session, matcher=template.matcher, sealed_with=key_id, content=content)


def opened_reference(keyring: Keyring, record: SessionRecord) -> Template | None:
    """The template that a session came with, None where it has none; raises as `opened`."""
    kept = record.reference
    if kept is None:
        return None
    about = _about_reference(record.id, kept.matcher)
    return Template(kept.matcher, keyring.open(kept.sealed_with, kept.content, about))


def _about_content(name: str, subject_hash: str, matcher: str) -> str:
    return f"template/{name}/{subject_hash}/{matcher}"


def _about_name(name: str, subject_hash: str) -> str:
    return f"name/{name}/{subject_hash}"


def _about_reference(session: str, matcher: str) -> str:
    return f"reference/{session}/{matcher}"
