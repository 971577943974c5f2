"""All that is kept of a person, as JSON."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, object_mapper

from facevow.store.columns import Table
from facevow.store.records import (
    AuditRecord,
    ImageRecord,
    InferenceRecord,
    OutboxRecord,
    SessionRecord,
    TemplateRecord,
    VerdictRecord,
)
from facevow.store.salvaging import Salvaged, salvage

OpenImage = Callable[[ImageRecord], str | None]
"""Unseals an image: the JPEG in base64; or None where it cannot be opened any more."""

OpenTemplate = Callable[[TemplateRecord], str | None]
"""Unseals a template: what the matcher made, in base64; or None where it cannot be opened any more."""

OpenReference = Callable[[SessionRecord], str | None]
"""Unseals the template that a session, not over yet, is to compare with: as `OpenTemplate`."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows that are about a subject; `others` by the kinds of the export."""

    subject_hash: str
    sessions: list[SessionRecord]
    others: dict[str, list[Table]]
    images: list[ImageRecord]
    templates: Salvaged

    @classmethod
    def of(cls, orm: Session, subject_hash: str) -> Self:
        """Read them, all as of one moment."""
        ids = select(SessionRecord.id).where(SessionRecord.subject == subject_hash)
        sessions = select(SessionRecord).where(SessionRecord.subject == subject_hash).order_by(SessionRecord.id)
        return cls(
            subject_hash,
            sessions=list(orm.scalars(sessions)),
            others={
                "callbacks": _rows(orm, OutboxRecord, OutboxRecord.session.in_(ids)),
                "log": _rows(orm, InferenceRecord, InferenceRecord.connection.in_(ids)),
                "verdicts": _rows(orm, VerdictRecord, VerdictRecord.connection.in_(ids)),
                "audit": _rows(orm, AuditRecord, _told_of(subject_hash)),
            },
            images=list(orm.scalars(select(ImageRecord).where(ImageRecord.session.in_(ids)))),
            templates=salvage(orm, TemplateRecord.subject == subject_hash),
        )

    def plain(
        self,
        open_image: OpenImage | None,
        open_template: OpenTemplate | None,
        open_reference: OpenReference | None,
    ) -> dict[str, Any]:
        """As JSON. What is sealed is given where there is something to open it with, and told of everywhere."""
        broken = [{"id": one.id, "template": None} for one in self.templates.broken]
        return {
            "subject": self.subject_hash,
            "sessions": [_plain_session(session, open_reference) for session in self.sessions],
            **{kind: [_plain(row) for row in rows] for kind, rows in self.others.items()},
            "images": [_plain_image(image, open_image) for image in self.images],
            "templates": [_plain_template(one, open_template) for one in self.templates.rows] + broken,
        }


def _told_of(subject_hash: str) -> ColumnElement[bool]:
    """Lines of the audit log about a subject's sessions, their callbacks, and what else is below a session's name."""
    ids = select(SessionRecord.id).where(SessionRecord.subject == subject_hash)
    callbacks = select(OutboxRecord.id).where(OutboxRecord.session.in_(ids))
    beginning = func.substr(AuditRecord.target, 1, func.length(SessionRecord.id) + 1)
    below = exists().where(SessionRecord.subject == subject_hash, beginning == SessionRecord.id + "/")
    inside = and_(AuditRecord.target.contains("/"), below)  # few lines are; only they are held against each session
    return or_(AuditRecord.target.in_(ids), AuditRecord.target.in_(callbacks), inside)


def _rows(orm: Session, kind: type[Table], which: ColumnElement[bool]) -> list[Table]:
    return list(orm.scalars(select(kind).where(which).order_by(*kind.__table__.primary_key)))


def _plain(row: Table) -> dict[str, Any]:
    """A row as JSON, by the names of its columns."""
    columns = {attribute.columns[0].name: key for key, attribute in object_mapper(row).column_attrs.items()}
    values = {name: getattr(row, key) for name, key in columns.items()}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def _plain_session(session: SessionRecord, open_reference: OpenReference | None) -> dict[str, Any]:
    plain = _plain(session)
    plain["reference_matcher"] = session.reference and session.reference.matcher
    if session.reference is not None and open_reference is not None:
        plain["reference"] = open_reference(session)
    return plain


def _plain_template(template: TemplateRecord, open_template: OpenTemplate | None) -> dict[str, Any]:
    """All but what stands above already, the subject, and what means nothing outside the database."""
    plain = _plain(template)
    for column in ("content", "name", "subject", "sealed_with", "number"):
        del plain[column]
    if open_template is not None:
        plain["template"] = open_template(template)
    return plain


def _plain_image(image: ImageRecord, open_image: OpenImage | None) -> dict[str, Any]:
    plain = _plain(image)
    del plain["content"]
    if open_image is not None:
        plain["jpeg"] = open_image(image)
    return plain
